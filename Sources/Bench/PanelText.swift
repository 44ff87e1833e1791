/// Words of the front panel, in both languages at once.
package struct PanelText: Hashable, Sendable, Codable {
  /// In large letters.
  package var chinese: String
  /// In small print beside it.
  package var english: String

  /// Puts the two together.
  package init(_ chinese: String, _ english: String) {
    self.chinese = chinese
    self.english = english
  }
}
