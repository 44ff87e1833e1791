package import PaymentTypes

/// What a terminal is, for all cards and transactions.
///
/// Source: EMV 4.3 Book 4, 10.1.
package struct KernelConfiguration: Hashable, Sendable {
  /// Where it stands and whether it can go online [9F35].
  package var terminalType: TerminalType = .attendedMerchant
  /// What it claims [9F33]; the card is told only what this kernel performs, see `capabilities`.
  package var claimedCapabilities: TerminalCapabilities
  /// What it sells and shows [9F40].
  package var additionalCapabilities: AdditionalTerminalCapabilities
  /// ISO 3166 numeric, four digits in two bytes: 0156 for China [9F1A].
  package var countryCode: UInt16
  /// ISO 4217 numeric, four digits in two bytes: 0156 for CNY [5F2A].
  package var currencyCode: UInt16
  /// How many decimals the currency has [5F36].
  package var currencyExponent: UInt8
  /// The acquirer's name of the terminal [9F1C].
  package var terminal: TerminalIdentifier?
  /// The acquirer's name of the merchant [9F16].
  package var merchant: MerchantIdentifier?
  /// The merchant's line of business, four digits in two bytes [9F15].
  package var merchantCategoryCode: UInt16?
  /// The serial number of the reader, 8 printable characters [9F1E].
  package var deviceSerialNumber: String
  /// The applications in the order in which they are tried.
  package var applications: [ApplicationConfiguration]
  /// Whether the cardholder can be shown a list to choose from.
  package var offersApplicationChoice = true
  /// Whether the cardholder can at least be asked yes or no about one application.
  package var asksForConfirmation = true
  /// The languages of the cardholder's screens, two letters each.
  package var languages = ["zh", "en"]
  /// Whether risk management is performed although the card does not ask for it.
  package var alwaysManagesRisk = true
  /// Whether a card may approve without the center; if not, no TC is asked for before its answer.
  ///
  /// For a terminal that keeps no sales for later delivery, whatever type and floor limit say.
  package var allowsOfflineApproval = true
  /// Whether the merchant may accept what card or terminal declined without the center.
  package var allowsForcedAcceptance = false
  /// The center's answers that mean yes: then the card is asked for a TC.
  package var approvingResponseCodes: Set<ResponseCode>
  /// The center's answers that ask the operator to call the issuer (referral).
  package var referralResponseCodes = Set(["01", "02"].compactMap { ResponseCode($0) })
  /// Cards that are to be refused.
  package var exceptionFile: Set<ExceptionFileEntry> = []
  /// The schemes' keys.
  package var authorityKeys: [CertificationAuthorityKey] = []
  /// The issuers' keys that schemes have taken back.
  package var revokedCertificates: Set<RevokedCertificate> = []

  /// Puts a configuration together; see the properties for what is preset.
  package init(
    claimedCapabilities: TerminalCapabilities,
    additionalCapabilities: AdditionalTerminalCapabilities,
    countryCode: UInt16, currencyCode: UInt16, currencyExponent: UInt8,
    deviceSerialNumber: String, applications: [ApplicationConfiguration],
    approvingResponseCodes: Set<ResponseCode>
  ) {
    self.claimedCapabilities = claimedCapabilities
    self.additionalCapabilities = additionalCapabilities
    self.countryCode = countryCode
    self.currencyCode = currencyCode
    self.currencyExponent = currencyExponent
    self.deviceSerialNumber = deviceSerialNumber
    self.applications = applications
    self.approvingResponseCodes = approvingResponseCodes
  }

  /// The claims that this kernel makes good.
  package var capabilities: TerminalCapabilities {
    claimedCapabilities.intersection(Self.performedCapabilities)
  }

  /// Everything that the kernel and a terminal around it can do.
  private static let performedCapabilities = TerminalCapabilities([
    .manualKeyEntry, .magneticStripe, .contactChip, .onlinePIN, .signature, .noVerification,
    .cardCapture, .plaintextOfflinePIN, .encipheredOfflinePIN, .staticAuthentication,
    .dynamicAuthentication, .combinedAuthentication,
    .extendedAuthentication,
  ])
}
