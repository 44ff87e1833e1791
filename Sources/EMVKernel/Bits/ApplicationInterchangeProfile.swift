/// What an application of a card can do (tag 82, AIP).
///
/// Source: EMV 4.3 Book 3, Annex C1.
package struct ApplicationInterchangeProfile: NamedBits {
  /// The bits that have a name.
  package enum Bit: UInt8, CaseIterable, Hashable, Sendable {
    /// Extended data authentication is supported (EMV 4.4).
    case extendedAuthentication = 0x18
    /// Static data authentication is supported.
    case staticAuthentication = 0x17
    /// Dynamic data authentication is supported.
    case dynamicAuthentication = 0x16
    /// Cardholder verification is supported.
    case cardholderVerification = 0x15
    /// Terminal risk management is to be performed.
    case terminalRiskManagement = 0x14
    /// The issuer is authenticated by EXTERNAL AUTHENTICATE.
    case issuerAuthentication = 0x13
    /// Combined data authentication is supported.
    case combinedAuthentication = 0x11
  }

  package static let byteCount = 2
  package var rawValue: UInt64 = 0

  package init() {}
}
