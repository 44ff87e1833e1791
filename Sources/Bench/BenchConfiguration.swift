/// What a virtual counter is made from.
package struct BenchConfiguration: Hashable, Sendable {
  /// The board profile that bench and terminal share.
  package var profile: String
  /// Values that replace the profile's, as `KEY=VALUE`.
  package var overrides: [String]
  /// The firmware's binary.
  package var terminalProgram: String
  /// Where the center listens; 0 lets the system choose, nil takes the profile's port.
  package var centerPort: UInt16?
  /// The folder with the test cards.
  package var cards: String
  /// Whether the card reader is one of pcscd, in the place of the bench's socket.
  package var usesPCSC: Bool

  /// Puts a configuration together.
  package init(
    profile: String = "board-profiles/bench.yaml", overrides: [String] = [],
    terminalProgram: String, centerPort: UInt16? = nil,
    cards: String = "Tests/Cards", usesPCSC: Bool = false
  ) {
    self.profile = profile
    self.overrides = overrides
    self.terminalProgram = terminalProgram
    self.centerPort = centerPort
    self.cards = cards
    self.usesPCSC = usesPCSC
  }
}
