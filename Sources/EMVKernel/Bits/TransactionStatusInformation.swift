/// Which functions the terminal has performed (tag 9B, TSI).
///
/// Two bytes, all zero when an application has been selected. Source: EMV 4.3 Book 3, Annex C6.
package struct TransactionStatusInformation: NamedBits {
  /// The bits that have a name.
  package enum Bit: UInt8, CaseIterable, Hashable, Sendable {
    /// Offline data authentication was performed.
    case authenticationPerformed = 0x18
    /// Cardholder verification was performed.
    case verificationPerformed = 0x17
    /// Card risk management was performed.
    case cardRiskManagementPerformed = 0x16
    /// Issuer authentication was performed.
    case issuerAuthenticationPerformed = 0x15
    /// Terminal risk management was performed.
    case terminalRiskManagementPerformed = 0x14
    /// Scripts of the issuer were processed.
    case scriptProcessingPerformed = 0x13
  }

  package static let byteCount = 2
  package var rawValue: UInt64 = 0

  package init() {}
}

extension TransactionStatusInformation.Bit {
  /// What the bit says, in the words of the books.
  package var meaning: String {
    switch self {
    case .authenticationPerformed: "offline data authentication was performed"
    case .verificationPerformed: "cardholder verification was performed"
    case .cardRiskManagementPerformed: "card risk management was performed"
    case .issuerAuthenticationPerformed: "issuer authentication was performed"
    case .terminalRiskManagementPerformed: "terminal risk management was performed"
    case .scriptProcessingPerformed: "scripts of the issuer were processed"
    }
  }

  /// Where the bit stands, as people say it: `byte 3 bit 8`.
  package var place: String { "byte \(rawValue >> 4) bit \(rawValue & 0x0F)" }
}
