package import PaymentTypes

extension KernelConfiguration {
  /// A merchant's terminal in China with UnionPay's debit, credit and quasi-credit applications.
  ///
  /// Terminal type 22; keys, stripe and chip; online PIN, signature or no verification; SDA, DDA
  /// and CDA (E068C8); goods and services; floor limit 0, so that every transaction wants to go
  /// online. Source: the domestic action codes of JR/T 0025.6.
  package static func unionPay(
    terminal: TerminalIdentifier?, merchant: MerchantIdentifier?, deviceSerialNumber: String
  ) -> KernelConfiguration {
    var configuration = KernelConfiguration(
      claimedCapabilities: TerminalCapabilities([
        .manualKeyEntry, .magneticStripe, .contactChip, .onlinePIN, .signature, .noVerification,
        .staticAuthentication, .dynamicAuthentication, .combinedAuthentication,
      ]),
      additionalCapabilities: AdditionalTerminalCapabilities([
        .goods, .services, .numericKeys, .commandKeys, .functionKeys, .printToAttendant,
        .printToCardholder, .displayToAttendant, .displayToCardholder, .codeTable1,
      ]),
      countryCode: 0x0156, currencyCode: 0x0156, currencyExponent: 2,
      deviceSerialNumber: deviceSerialNumber,
      applications: unionPayApplications,
      approvingResponseCodes: Set(
        ["00", "10", "11", "A2", "A4", "A5", "A6"].compactMap {
          ResponseCode($0)
        }))
    configuration.terminal = terminal
    configuration.merchant = merchant
    return configuration
  }

  /// Debit A000000333010101, credit A000000333010102, quasi-credit A000000333010103.
  private static var unionPayApplications: [ApplicationConfiguration] {
    (1...3).compactMap { (kind: UInt8) -> ApplicationConfiguration? in
      guard
        let identifier = ApplicationIdentifier([0xA0, 0, 0, 0x03, 0x33, 0x01, 0x01, kind]),
        let byDefault = TerminalVerificationResults(bytes: [0xD8, 0x40, 0x00, 0xA8, 0x00]),
        let denial = TerminalVerificationResults(bytes: [0x00, 0x10, 0x00, 0x00, 0x00]),
        let online = TerminalVerificationResults(bytes: [0xD8, 0x40, 0x04, 0xF8, 0x00])
      else { return nil }
      return ApplicationConfiguration(
        identifier: identifier, allowsPartialMatch: true, version: 0x0030,
        actionCodeDefault: byDefault, actionCodeDenial: denial, actionCodeOnline: online)
    }
  }
}
