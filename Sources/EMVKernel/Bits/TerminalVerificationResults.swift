/// What the terminal found out about card and transaction (tag 95, TVR).
///
/// Five bytes, all zero when an application has been selected. Source: EMV 4.3 Book 3, Annex C5;
/// the XDA bits: EMV 4.4 Book 3, Annex C5; its biometric bits are not named, nothing sets them.
package struct TerminalVerificationResults: NamedBits {
  /// The bits that have a name.
  package enum Bit: UInt8, CaseIterable, Hashable, Sendable {
    /// Offline data authentication was not performed.
    case authenticationNotPerformed = 0x18
    /// Static data authentication failed.
    case staticAuthenticationFailed = 0x17
    /// Data of the card are missing.
    case cardDataMissing = 0x16
    /// The card is on the exception file.
    case onExceptionFile = 0x15
    /// Dynamic data authentication failed.
    case dynamicAuthenticationFailed = 0x14
    /// Combined data authentication failed.
    case combinedAuthenticationFailed = 0x13
    /// Static data authentication was selected.
    case staticAuthenticationSelected = 0x12
    /// Extended data authentication was selected (EMV 4.4).
    case extendedAuthenticationSelected = 0x11
    /// Card and terminal have different versions of the application.
    case applicationVersionsDiffer = 0x28
    /// The application has expired.
    case applicationExpired = 0x27
    /// The application is not yet effective.
    case applicationNotYetEffective = 0x26
    /// The service is not allowed for this card.
    case serviceNotAllowed = 0x25
    /// The card is new.
    case newCard = 0x24
    /// Cardholder verification was not successful.
    case verificationFailed = 0x38
    /// A method of cardholder verification is unknown.
    case methodUnrecognised = 0x37
    /// The limit of PIN tries is exceeded.
    case pinTryLimitExceeded = 0x36
    /// A PIN is required, but there is no working PIN pad.
    case pinPadMissing = 0x35
    /// A PIN is required and there is a PIN pad, but no PIN was entered.
    case pinNotEntered = 0x34
    /// A PIN was entered for the issuer to verify.
    case onlinePINEntered = 0x33
    /// The amount exceeds the floor limit.
    case floorLimitExceeded = 0x48
    /// The lower limit of consecutive offline transactions is exceeded.
    case lowerOfflineLimitExceeded = 0x47
    /// The upper limit of consecutive offline transactions is exceeded.
    case upperOfflineLimitExceeded = 0x46
    /// The transaction was selected at random to go online.
    case randomlySelected = 0x45
    /// The merchant wants the transaction to go online.
    case forcedOnline = 0x44
    /// The signature of extended data authentication is wrong (EMV 4.4).
    case extendedAuthenticationFailed = 0x41
    /// The default TDOL was used.
    case defaultTDOLUsed = 0x58
    /// The card did not accept the issuer.
    case issuerAuthenticationFailed = 0x57
    /// A script failed before the final GENERATE AC.
    case scriptFailedBeforeFinalCryptogram = 0x56
    /// A script failed after the final GENERATE AC.
    case scriptFailedAfterFinalCryptogram = 0x55
    /// The scheme's key on a curve is missing (EMV 4.4).
    case curveKeyMissing = 0x53
    /// A key on a curve could not be recovered (EMV 4.4).
    case curveKeyRecoveryFailed = 0x52
  }

  package static let byteCount = 5
  package var rawValue: UInt64 = 0

  package init() {}
}

extension TerminalVerificationResults.Bit {
  /// What the bit says, in the words of the books.
  package var meaning: String {
    switch self {
    case .authenticationNotPerformed: "offline data authentication was not performed"
    case .staticAuthenticationFailed: "static data authentication failed"
    case .cardDataMissing: "data of the card are missing"
    case .onExceptionFile: "the card is on the exception file"
    case .dynamicAuthenticationFailed: "dynamic data authentication failed"
    case .combinedAuthenticationFailed: "combined data authentication failed"
    case .staticAuthenticationSelected: "static data authentication was selected"
    case .extendedAuthenticationSelected: "extended data authentication was selected"
    case .applicationVersionsDiffer: "card and terminal have different versions of the application"
    case .applicationExpired: "the application has expired"
    case .applicationNotYetEffective: "the application is not yet effective"
    case .serviceNotAllowed: "the service is not allowed for this card"
    case .newCard: "the card is new"
    case .verificationFailed: "cardholder verification was not successful"
    case .methodUnrecognised: "a method of cardholder verification is unknown"
    case .pinTryLimitExceeded: "the limit of PIN tries is exceeded"
    case .pinPadMissing: "a PIN is required, but there is no working PIN pad"
    case .pinNotEntered: "a PIN is required and there is a PIN pad, but no PIN was entered"
    case .onlinePINEntered: "a PIN was entered for the issuer to verify"
    case .floorLimitExceeded: "the amount exceeds the floor limit"
    case .lowerOfflineLimitExceeded:
      "the lower limit of consecutive offline transactions is exceeded"
    case .upperOfflineLimitExceeded:
      "the upper limit of consecutive offline transactions is exceeded"
    case .randomlySelected: "the transaction was selected at random to go online"
    case .forcedOnline: "the merchant wants the transaction to go online"
    case .extendedAuthenticationFailed:
      "the signature of extended data authentication is wrong"
    case .defaultTDOLUsed: "the default TDOL was used"
    case .issuerAuthenticationFailed: "the card did not accept the issuer"
    case .scriptFailedBeforeFinalCryptogram: "a script failed before the final GENERATE AC"
    case .scriptFailedAfterFinalCryptogram: "a script failed after the final GENERATE AC"
    case .curveKeyMissing: "the scheme's key on a curve is missing"
    case .curveKeyRecoveryFailed: "a key on a curve could not be recovered"
    }
  }

  /// Where the bit stands, as people say it: `byte 3 bit 8`.
  package var place: String { "byte \(rawValue >> 4) bit \(rawValue & 0x0F)" }
}
