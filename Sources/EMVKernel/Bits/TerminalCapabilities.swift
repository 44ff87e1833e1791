/// How a terminal reads cards, verifies cardholders and authenticates data (tag 9F33).
///
/// Source: EMV 4.3 Book 4, Annex A2.
package struct TerminalCapabilities: NamedBits {
  /// The bits that have a name.
  package enum Bit: UInt8, CaseIterable, Hashable, Sendable {
    /// Card numbers can be keyed in.
    case manualKeyEntry = 0x18
    /// Magnetic stripes can be read.
    case magneticStripe = 0x17
    /// Chips with contacts can be read.
    case contactChip = 0x16
    /// The chip verifies a PIN in clear.
    case plaintextOfflinePIN = 0x28
    /// The issuer verifies an enciphered PIN.
    case onlinePIN = 0x27
    /// The cardholder signs on paper.
    case signature = 0x26
    /// The chip verifies an enciphered PIN.
    case encipheredOfflinePIN = 0x25
    /// No cardholder verification.
    case noVerification = 0x24
    /// Static data authentication.
    case staticAuthentication = 0x38
    /// Dynamic data authentication.
    case dynamicAuthentication = 0x37
    /// The terminal can keep a card.
    case cardCapture = 0x36
    /// Combined data authentication.
    case combinedAuthentication = 0x34
    /// Extended data authentication (EMV 4.4).
    case extendedAuthentication = 0x33
  }

  package static let byteCount = 3
  package var rawValue: UInt64 = 0

  package init() {}
}
