import EMVKernel
import MockDevices
import Octets
import PaymentCryptography
import PaymentTypes
import YAMLDocument

/// Reads what a case says of the terminal.
enum TerminalReader {
  /// A terminal, and how long it and the card take.
  struct Terminal {
    var configuration: KernelConfiguration
    var patience = Duration.seconds(5)
    var answerDelay = Duration.zero
  }

  private static let keys = [
    "type", "capabilities", "additional", "country", "currency", "choice", "manages-risk",
    "applications", "version", "partial", "default", "denial", "online", "floor-limit", "threshold",
    "target", "maximum", "patience", "card-takes",
    "authority-keys", "revoked", "default-ddol", "default-tdol", "confirmation",
    "forced-acceptance",
  ]

  /// Without a node the terminal of the kernel's other tests: a merchant's in China, type 22, with
  /// online PIN, signature and no verification, and UnionPay's applications.
  static func terminal(_ node: YAMLNode?) throws(YAMLError) -> Terminal {
    var terminal = Terminal(
      configuration: .unionPay(
        terminal: TerminalIdentifier("12345678"), merchant: MerchantIdentifier("898310053110001"),
        deviceSerialNumber: "12345678"))
    for bit: TerminalCapabilities.Bit in [.plaintextOfflinePIN, .encipheredOfflinePIN] {
      terminal.configuration.claimedCapabilities.remove(bit)
    }
    for table: AdditionalTerminalCapabilities.Bit in [.codeTable5, .codeTable9] {
      terminal.configuration.additionalCapabilities.remove(table)
    }
    guard let node else { return terminal }
    let mapping = try node.mapping(allowing: keys)
    try readTerminal(mapping, into: &terminal.configuration)
    try readApplications(mapping, into: &terminal.configuration)
    try readKeys(mapping, into: &terminal.configuration)
    if let node = mapping["patience"] { terminal.patience = try milliseconds(node) }
    if let node = mapping["card-takes"] { terminal.answerDelay = try milliseconds(node) }
    return terminal
  }

  private static func milliseconds(_ node: YAMLNode) throws(YAMLError) -> Duration {
    .milliseconds(try node.integer(in: 0...60_000))
  }

  private static func readTerminal(
    _ mapping: YAMLMapping, into configuration: inout KernelConfiguration
  ) throws(YAMLError) {
    if let node = mapping["type"] {
      guard let type = TerminalType(rawValue: try node.byte()) else {
        throw node.error(expected: "a terminal type, such as 22")
      }
      configuration.terminalType = type
    }
    if let node = mapping["capabilities"] {
      guard let bits = TerminalCapabilities(bytes: try node.bytes(3...3)) else {
        throw node.error(expected: "three bytes of terminal capabilities without RFU bits")
      }
      configuration.claimedCapabilities = bits
    }
    if let node = mapping["additional"] {
      guard let bits = AdditionalTerminalCapabilities(bytes: try node.bytes(5...5)) else {
        throw node.error(expected: "five bytes of additional capabilities without RFU bits")
      }
      configuration.additionalCapabilities = bits
    }
    configuration.countryCode = try mapping["country"]?.word() ?? configuration.countryCode
    configuration.currencyCode = try mapping["currency"]?.word() ?? configuration.currencyCode
    configuration.offersApplicationChoice = try mapping["choice"]?.boolean() ?? true
    configuration.asksForConfirmation = try mapping["confirmation"]?.boolean() ?? true
    configuration.allowsForcedAcceptance = try mapping["forced-acceptance"]?.boolean() ?? false
    configuration.alwaysManagesRisk = try mapping["manages-risk"]?.boolean() ?? true
  }

  /// UnionPay's keys for cards, by index, and what has been revoked.
  private static func readKeys(
    _ mapping: YAMLMapping, into configuration: inout KernelConfiguration
  ) throws(YAMLError) {
    for node in try mapping["authority-keys"]?.sequence() ?? [] {
      let entry = try node.mapping(allowing: ["index", "key", "expiry"])
      let key = try TestCards.folder.keys().key(entry.required("key"))
      configuration.authorityKeys.append(
        CertificationAuthorityKey(
          registeredProvider: unionPay, index: try entry.required("index").byte(),
          key: try publicKey(key, in: node), expiry: nil))
    }
    for node in try mapping["revoked"]?.sequence() ?? [] {
      let entry = try node.mapping(allowing: ["index", "serial"])
      configuration.revokedCertificates.insert(
        RevokedCertificate(
          registeredProvider: unionPay, authorityIndex: try entry.required("index").byte(),
          serialNumber: try entry.required("serial").bytes(3...3)))
    }
  }

  private static let unionPay: [UInt8] = [0xA0, 0, 0, 0x03, 0x33]

  private static func publicKey(
    _ key: CardKey, in node: YAMLNode
  ) throws(YAMLError) -> PublicKey {
    switch key {
    case .rsa(let pair):
      return .rsa(RSAPublicKey(modulus: pair.modulus, exponent: pair.exponent))
    case .curve(let pair):
      let suite: CurveKey.Suite =
        switch pair.curve {
        case .p256: .p256
        case .p521: .p521
        case .sm2: .sm2
        }
      guard let point = CurveKey(suite: suite, point: pair.publicKey) else {
        throw node.error(expected: "a key whose point has the length of its curve's")
      }
      return .curve(point)
    }
  }

  /// The list of applications, and what is said of all of them.
  private static func readApplications(
    _ mapping: YAMLMapping, into configuration: inout KernelConfiguration
  ) throws(YAMLError) {
    if let list = try mapping["applications"]?.sequence(),
      let model = configuration.applications.first
    {
      configuration.applications = []
      for node in list {
        guard let identifier = ApplicationIdentifier(try node.bytes(5...16)) else {
          throw node.error(expected: "5 to 16 bytes of a name")
        }
        var application = model
        application.identifier = identifier
        configuration.applications.append(application)
      }
    }
    for index in configuration.applications.indices {
      try read(mapping, into: &configuration.applications[index])
    }
  }

  private static func read(
    _ mapping: YAMLMapping, into application: inout ApplicationConfiguration
  ) throws(YAMLError) {
    application.defaultDynamicDataList =
      try mapping["default-ddol"]?.bytes(0...64) ?? application.defaultDynamicDataList
    application.defaultCertificateDataList = try mapping["default-tdol"]?.bytes(0...64) ?? []
    application.version = try mapping["version"]?.word() ?? application.version
    application.allowsPartialMatch = try mapping["partial"]?.boolean() ?? true
    application.actionCodeDefault = try codes(mapping["default"], application.actionCodeDefault)
    application.actionCodeDenial = try codes(mapping["denial"], application.actionCodeDenial)
    application.actionCodeOnline = try codes(mapping["online"], application.actionCodeOnline)
    application.floorLimit =
      UInt32(try mapping["floor-limit"]?.integer(in: 0...99_999_999) ?? 0)
    application.randomSelectionThreshold =
      UInt32(try mapping["threshold"]?.integer(in: 0...99_999_999) ?? 0)
    application.targetPercentage = try mapping["target"]?.integer(in: 0...99) ?? 0
    application.maximumTargetPercentage = try mapping["maximum"]?.integer(in: 0...99) ?? 0
  }

  private static func codes(
    _ node: YAMLNode?, _ preset: TerminalVerificationResults
  ) throws(YAMLError) -> TerminalVerificationResults {
    guard let node else { return preset }
    guard let codes = TerminalVerificationResults(bytes: try node.bytes(5...5)) else {
      throw node.error(expected: "five bytes of action codes")
    }
    return codes
  }
}
