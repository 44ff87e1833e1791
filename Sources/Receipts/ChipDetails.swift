/// What a chip card's slip proves the transaction with, tag by tag.
///
/// Source: EMV 4.4 Book 4, annex A1; the choice is that of UnionPay's slips.
package struct ChipDetails: Hashable, Sendable {
  /// What the card's cryptogram says.
  package enum CryptogramKind: String, Hashable, Sendable {
    /// Approved by the card.
    case transactionCertificate = "TC"
    /// Asked the issuer.
    case authorizationRequest = "ARQC"
    /// Declined by the card.
    case authentication = "AAC"
  }

  /// The kind of the cryptogram (tag 9F27).
  package var cryptogramKind: CryptogramKind
  /// The cryptogram (9F26), 8 bytes.
  package var cryptogram: [UInt8]
  /// Terminal verification results (95), 5 bytes.
  package var terminalVerificationResults: [UInt8]
  /// Transaction status information (9B), 2 bytes.
  package var transactionStatusInformation: [UInt8]
  /// The application (84 or 4F), 5 to 16 bytes.
  package var applicationIdentifier: [UInt8]
  /// PAN sequence number (5F34), when the card has one.
  package var panSequenceNumber: UInt8?
  /// Application transaction counter (9F36), 2 bytes.
  package var applicationTransactionCounter: [UInt8]
  /// Application interchange profile (82), 2 bytes.
  package var applicationInterchangeProfile: [UInt8]
  /// Unpredictable number (9F37), 4 bytes.
  package var unpredictableNumber: [UInt8]
  /// Issuer application data (9F10), up to 32 bytes.
  package var issuerApplicationData: [UInt8]
  /// Terminal capabilities (9F33), 3 bytes.
  package var terminalCapabilities: [UInt8]
  /// Application label (50), printable text.
  package var applicationLabel: String
  /// Application preferred name (9F12), when the terminal could read it.
  package var preferredName: String?

  /// Puts the details together.
  package init(
    cryptogramKind: CryptogramKind, cryptogram: [UInt8], terminalVerificationResults: [UInt8],
    transactionStatusInformation: [UInt8], applicationIdentifier: [UInt8],
    panSequenceNumber: UInt8?, applicationTransactionCounter: [UInt8],
    applicationInterchangeProfile: [UInt8], unpredictableNumber: [UInt8],
    issuerApplicationData: [UInt8], terminalCapabilities: [UInt8], applicationLabel: String,
    preferredName: String? = nil
  ) {
    self.cryptogramKind = cryptogramKind
    self.cryptogram = cryptogram
    self.terminalVerificationResults = terminalVerificationResults
    self.transactionStatusInformation = transactionStatusInformation
    self.applicationIdentifier = applicationIdentifier
    self.panSequenceNumber = panSequenceNumber
    self.applicationTransactionCounter = applicationTransactionCounter
    self.applicationInterchangeProfile = applicationInterchangeProfile
    self.unpredictableNumber = unpredictableNumber
    self.issuerApplicationData = issuerApplicationData
    self.terminalCapabilities = terminalCapabilities
    self.applicationLabel = applicationLabel
    self.preferredName = preferredName
  }
}
