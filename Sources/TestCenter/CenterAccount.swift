package import PaymentTypes

/// A cardholder's account at the issuer behind the center.
package struct CenterAccount: Hashable, Sendable {
  /// The card.
  package let pan: PrimaryAccountNumber
  /// To which month it is valid.
  package var expiry: ExpiryDate
  /// The PIN in ASCII digits.
  package var pinDigits: [UInt8]
  /// What can be spent, in minor units.
  package var balanceMinorUnits: Int
  /// The key from which the chip's keys derive, 16 bytes; nil for a card without a chip.
  package var issuerMasterKey: [UInt8]?
  /// Which of several cards with this number, the byte of tag 5F34.
  package var sequenceNumber: UInt8
  /// Whether the issuer is none of UnionPay's at home.
  package var isForeign: Bool
  /// The code with which every request is answered, for tests of declines.
  package var forcedResponse: ResponseCode?
  /// What the issuer sends to the chip with an approval: templates 71 and 72.
  package var issuerScripts: [UInt8]
  /// How many wrong PINs there were since the last right one.
  package internal(set) var wrongPINCount = 0

  /// After so many wrong PINs the account takes none.
  package static let wrongPINLimit = 3

  /// Opens an account.
  package init(
    pan: PrimaryAccountNumber, expiry: ExpiryDate, pinDigits: [UInt8], balanceMinorUnits: Int,
    issuerMasterKey: [UInt8]? = nil, sequenceNumber: UInt8 = 1, isForeign: Bool = false,
    forcedResponse: ResponseCode? = nil, issuerScripts: [UInt8] = []
  ) {
    self.pan = pan
    self.expiry = expiry
    self.pinDigits = pinDigits
    self.balanceMinorUnits = balanceMinorUnits
    self.issuerMasterKey = issuerMasterKey
    self.sequenceNumber = sequenceNumber
    self.isForeign = isForeign
    self.forcedResponse = forcedResponse
    self.issuerScripts = issuerScripts
  }
}

extension CenterAccount: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "account of \(pan.masked)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
