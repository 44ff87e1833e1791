package import EMVKernel
package import PaymentTypes
import YAMLDocument

/// What chip cards are told of the terminal, and which applications it takes: the part `chip` of an
/// acquirer's file.
///
/// Source: EMV 4.3 Book 4, 10.
package struct ChipSettings: Hashable, Sendable {
  private var kernel: KernelConfiguration

  /// The kernel's configuration for one terminal; its own name is the reader's serial number.
  package func configuration(
    terminal: TerminalIdentifier?, merchant: MerchantIdentifier?, deviceSerialNumber: String
  ) -> KernelConfiguration {
    var configuration = kernel
    configuration.terminal = terminal
    configuration.merchant = merchant
    configuration.deviceSerialNumber = deviceSerialNumber
    return configuration
  }

  init(_ node: YAMLNode, folder: ProfileFolder) throws(YAMLError) {
    let chip = try node.mapping(allowing: [
      "applications", "terminal-type", "capabilities", "additional-capabilities", "country",
      "currency", "currency-exponent", "approving-codes",
    ])
    let capabilitiesNode = try chip.required("additional-capabilities")
    let additional: AdditionalTerminalCapabilities = try capabilitiesNode.bits()
    try Self.checkCodeTables(additional, capabilitiesNode)
    var codes: Set<ResponseCode> = []
    for code in try chip.required("approving-codes").sequence() {
      guard let value = ResponseCode(try code.text()) else {
        throw code.error(expected: "2 ASCII characters")
      }
      codes.insert(value)
    }
    kernel = KernelConfiguration(
      claimedCapabilities: try chip.required("capabilities").bits(),
      additionalCapabilities: additional,
      countryCode: try chip.required("country").numericCode(),
      currencyCode: try chip.required("currency").numericCode(),
      currencyExponent: UInt8(try chip.required("currency-exponent").integer(in: 0...4)),
      deviceSerialNumber: "", applications: [], approvingResponseCodes: codes)
    let type = try chip.required("terminal-type")
    guard let terminalType = try TerminalType(rawValue: type.octets(1)[0]) else {
      throw type.error(expected: "a terminal type, such as 22")
    }
    kernel.terminalType = terminalType
    try readApplications(chip.required("applications"), folder)
  }

  /// Only code tables that names can be read with may be claimed.
  private static func checkCodeTables(
    _ bits: AdditionalTerminalCapabilities, _ node: YAMLNode
  ) throws(YAMLError) {
    var known = bits
    for table in CodeTable.allCases { known.remove(table.capability) }
    guard known.rawValue & 0x03FF == 0 else {
      throw node.error(expected: "code tables 1, 5 and 9 alone, as no other can be shown")
    }
  }

  private mutating func readApplications(
    _ node: YAMLNode, _ folder: ProfileFolder
  ) throws(YAMLError) {
    for file in try node.sequence() {
      let path = folder.path(of: try file.text("a file in applications/"))
      let applications = try ApplicationFile.read(path: path)
      for application in applications {
        let isKnown = kernel.applications.contains { $0.identifier == application.identifier }
        guard !isKnown else {
          throw file.error(
            expected: "each application once", found: "\(application.identifier) again")
        }
      }
      kernel.applications += applications
    }
    guard !kernel.applications.isEmpty else {
      throw node.error(expected: "at least one application")
    }
  }
}
