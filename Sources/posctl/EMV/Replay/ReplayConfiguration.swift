import BERTLV
import EMVKernel
import Octets
import PaymentTypes

/// What the kernel is told for a replay: the one place where the file's objects become a
/// configuration.
///
/// What counts, in this order: the file's transaction, its terminal, what the recorded commands
/// show, and what stands here.
struct ReplayConfiguration {
  private(set) var kernel: KernelConfiguration
  private(set) var parameters: TransactionParameters
  private(set) var warnings: [String]

  private let session: RecordedSession
  private let recorded: RecordedValues

  /// A merchant's terminal in China with all methods for cards and cardholders.
  private static var preset: KernelConfiguration {
    KernelConfiguration(
      claimedCapabilities: TerminalCapabilities(bytes: [0xE0, 0xF8, 0xC8]) ?? .init(),
      additionalCapabilities: AdditionalTerminalCapabilities(
        bytes: [0x60, 0x00, 0xF0, 0xA0, 0x01]) ?? .init(),
      countryCode: 0x0156, currencyCode: 0x0156, currencyExponent: 2,
      deviceSerialNumber: "REPLAY01", applications: [],
      approvingResponseCodes: Set(["00", "10", "11"].compactMap { ResponseCode($0) }))
  }

  /// Makes a configuration of a file; an error names what is missing.
  init(_ session: RecordedSession, _ recorded: RecordedValues) throws(SessionError) {
    self.session = session
    self.recorded = recorded
    warnings = session.warnings
    kernel = Self.preset
    parameters = try ReplayTransaction(session, recorded).parameters()
    configureTerminal()
    kernel.applications = ReplayApplications(session).configurations(&warnings)
    var keys = ReplayKeys()
    kernel.authorityKeys = keys.keys(session.authorityKeys)
    warnings += keys.warnings
    applySettings()
    warnUnused()
  }

  /// Adds the schemes' keys of other files.
  mutating func use(_ keys: [CertificationAuthorityKey]) { kernel.authorityKeys += keys }

  /// Takes the applications of other files in place of those that were tried for want of any.
  mutating func use(_ applications: [ApplicationConfiguration]) {
    guard !applications.isEmpty else { return }
    kernel.applications = applications
    warnings.removeAll { $0 == ReplayApplications.presetWarning }
  }

  private mutating func applySettings() {
    let settings = session.settings
    kernel.offersApplicationChoice = settings.offersChoice ?? true
    kernel.asksForConfirmation = settings.asksForConfirmation ?? true
    kernel.alwaysManagesRisk = settings.managesRisk ?? kernel.alwaysManagesRisk
    kernel.allowsForcedAcceptance = settings.allowsForcedAcceptance ?? false
    if let codes = settings.approvingCodes {
      kernel.approvingResponseCodes = Set(codes.compactMap { ResponseCode($0) })
    }
  }

  private mutating func configureTerminal() {
    func value(_ tag: DataObjectTag) -> [UInt8]? {
      session.terminal.last { $0.tag == tag }?.value ?? recorded.values[tag]
    }
    if let type = value(0x9F35), type.count == 1 {
      if let known = TerminalType(rawValue: type[0]) {
        kernel.terminalType = known
      } else {
        warnings.append("9F35 is no terminal type; 22 is used")
      }
    }
    take(0x9F33, value(0x9F33)) { TerminalCapabilities(bytes: $0) }
      .map { kernel.claimedCapabilities = $0 }
    take(0x9F40, value(0x9F40)) { AdditionalTerminalCapabilities(bytes: $0) }
      .map { kernel.additionalCapabilities = $0 }
    take(0x9F1A, value(0x9F1A), Self.code).map { kernel.countryCode = $0 }
    take(0x5F2A, value(0x5F2A), Self.code).map { kernel.currencyCode = $0 }
    take(0x5F36, value(0x5F36)) { $0.count == 1 ? $0[0] : nil }
      .map { kernel.currencyExponent = $0 }
    take(0x9F15, value(0x9F15), Self.code).map { kernel.merchantCategoryCode = $0 }
    take(0x9F1E, value(0x9F1E)) { String(validating: $0, as: UTF8.self) }
      .map { kernel.deviceSerialNumber = $0 }
    take(0x9F1C, value(0x9F1C), Self.text).flatMap { TerminalIdentifier($0) }
      .map { kernel.terminal = $0 }
    take(0x9F16, value(0x9F16), Self.text).flatMap { MerchantIdentifier($0) }
      .map { kernel.merchant = $0 }
    let claimed = kernel.claimedCapabilities
    if claimed != kernel.capabilities {
      warnings.append(
        "9F33 claims \(claimed); this kernel performs, and tells cards, \(kernel.capabilities)")
    }
  }

  /// A value as what it has to be; a warning where it is not.
  private mutating func take<Value>(
    _ tag: DataObjectTag, _ bytes: [UInt8]?, _ read: ([UInt8]) -> Value?
  ) -> Value? {
    guard let bytes else { return nil }
    let value = read(bytes)
    if value == nil { warnings.append("\(tag) is not of its format, and is not used") }
    return value
  }

  private static func code(_ bytes: [UInt8]) -> UInt16? {
    bytes.count == 2 ? UInt16(bytes[0]) << 8 | UInt16(bytes[1]) : nil
  }

  private static func text(_ bytes: [UInt8]) -> String? { String(validating: bytes, as: UTF8.self) }

  /// Names the objects of the terminal that the kernel does not know.
  private mutating func warnUnused() {
    let known: Set<DataObjectTag> = [
      0x9F35, 0x9F33, 0x9F40, 0x9F1A, 0x5F2A, 0x5F36, 0x9F15, 0x9F1E, 0x9F1C, 0x9F16,
    ]
    let all = known.union(ReplayApplications.tags).union(ReplayTransaction.tags)
    for object in session.terminal where !all.contains(object.tag) {
      let name = DataElement.named(object.tag).map { " (\($0.name))" } ?? ""
      warnings.append("terminal object \(object.tag)\(name) is not used by this kernel")
    }
  }
}
