/// What the bank behind a test card knows.
package struct AccountFacts: Hashable, Sendable {
  /// The card number in ASCII digits.
  package var panDigits: [UInt8]
  /// The month to whose end the card is valid, YYMM.
  package var expiry: String
  /// Which of several cards with the number, the byte of tag 5F34; nil without a chip.
  package var sequenceNumber: UInt8?
  /// The PIN in ASCII digits.
  package var pinDigits: [UInt8]
  /// What is in the account, or may be borrowed, in minor units.
  package var balanceMinorUnits: Int
  /// The key from which the chip's key was made, 16 bytes; nil without a chip.
  package var issuerMasterKey: [UInt8]?

  /// Puts the facts together.
  package init(
    panDigits: [UInt8], expiry: String, sequenceNumber: UInt8?, pinDigits: [UInt8],
    balanceMinorUnits: Int, issuerMasterKey: [UInt8]?
  ) {
    self.panDigits = panDigits
    self.expiry = expiry
    self.sequenceNumber = sequenceNumber
    self.pinDigits = pinDigits
    self.balanceMinorUnits = balanceMinorUnits
    self.issuerMasterKey = issuerMasterKey
  }
}

extension AccountFacts: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "a test account" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
