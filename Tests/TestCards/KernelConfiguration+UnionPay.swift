import BoardProfile
package import EMVKernel
package import PaymentTypes
import YAMLDocument

extension KernelConfiguration {
  /// A merchant's terminal in China, as the bench's acquirer has it: the file of the firmware.
  ///
  /// Without applications when the file is wrong, which a test of its own tells.
  package static func unionPay(
    terminal: TerminalIdentifier?, merchant: MerchantIdentifier?, deviceSerialNumber: String
  ) -> KernelConfiguration {
    let settings = try? AcquirerSettings.read(path: acquirerPath)
    let chip = settings?.chip.configuration(
      terminal: terminal, merchant: merchant, deviceSerialNumber: deviceSerialNumber)
    return chip
      ?? KernelConfiguration(
        claimedCapabilities: .init(), additionalCapabilities: .init(), countryCode: 0x0156,
        currencyCode: 0x0156, currencyExponent: 2, deviceSerialNumber: deviceSerialNumber,
        applications: [], approvingResponseCodes: [])
  }

  /// The same without the names of terminal and merchant, which a simulation has itself.
  package static let simulated = unionPay(terminal: nil, merchant: nil, deviceSerialNumber: "")

  /// The file, wherever the tests are started.
  private static let acquirerPath =
    #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    + "/board-profiles/acquirers/test-center.yaml"
}
