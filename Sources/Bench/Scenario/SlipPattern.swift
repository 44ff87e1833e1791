/// What the printed slips must hold.
package struct SlipPattern: Hashable, Sendable {
  /// How many slips came out since the start.
  package var count: Int?
  /// Texts that the newest slip holds.
  package var texts: [String]
  /// Texts that it does not hold.
  package var absentTexts: [String]

  /// Puts a pattern together.
  package init(count: Int? = nil, texts: [String] = [], absentTexts: [String] = []) {
    self.count = count
    self.texts = texts
    self.absentTexts = absentTexts
  }
}
