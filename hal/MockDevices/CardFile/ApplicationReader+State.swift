import ISO7816
import YAMLDocument

// What an application decides by, and what it remembers.
extension ApplicationReader {
  func readCryptograms(
    _ mapping: YAMLMapping, into application: inout ApplicationPersonality
  ) throws(YAMLError) {
    application.scheme = try mapping["scheme"]?.oneOf(CryptogramScheme.self) ?? .pboc
    application.keyIndex = try mapping["key-index"]?.byte() ?? 1
    application.issuerApplicationData = try mapping["issuer-data"]?.bytes(0...252)
    application.cryptogramInformation = try mapping["information"]?.byte() ?? 0
    if let node = mapping["first"] {
      application.firstVerdict =
        switch try node.text("as-asked, online, declined or a byte of CID") {
        case "as-asked": .asAsked
        case "online": .online
        case "declined": .declined
        default: .forced(try node.byte("as-asked, online, declined or a byte of CID"))
        }
    }
    if let node = mapping["final"] {
      application.finalVerdict =
        switch try node.text("as-asked, declined or a byte of CID") {
        case "as-asked": .asAsked
        case "declined": .declined
        default: .forced(try node.byte("as-asked, declined or a byte of CID"))
        }
    }
    application.requiresIssuerAuthentication =
      try mapping["needs-issuer-proof"]?.boolean() ?? true
    application.issuerProofMethod = try mapping["issuer-proof-method"]?.integer(in: 1...2) ?? 1
    application.scriptStatus = try mapping["script-status"]?.word()
    if let node = mapping["script-keys"] {
      let keys = try node.mapping(allowing: ["integrity", "confidentiality"])
      application.scriptKeys = ScriptKeys(
        integrity: try keys.required("integrity").bytes(16...16),
        confidentiality: try keys.required("confidentiality").bytes(16...16))
    }
  }

  func readState(
    _ mapping: YAMLMapping, into application: inout ApplicationPersonality
  ) throws(YAMLError) {
    application.transactionCounter = try mapping["atc"]?.word() ?? 0
    application.tellsTransactionCounter = try mapping["tells-atc"]?.boolean() ?? true
    if let node = mapping["last-online-atc"] {
      let isUntold = node.content == .scalar("untold", isPlain: true)
      application.lastOnlineCounter =
        isUntold ? nil : try node.word("two bytes in hexadecimal, or untold")
    }
    if let node = mapping["pin-tries-told"] {
      let isUntold = node.content == .scalar("untold", isPlain: true)
      application.pinTryCounter = isUntold ? nil : try node.byte("a byte in hexadecimal, or untold")
    }
    if let node = mapping["offline-pin"] {
      application.offlinePIN = try offlinePIN(node)
    }
    for entry in try mapping["data"]?.entries() ?? [] {
      application.data.append(
        CardDataObject(tag: try YAMLNode.tag(entry), value: try entry.value.bytes()))
    }
    application.transactionLog = try mapping["log"].map(Self.log)
    application.loadLog = try mapping["load-log"].map(Self.log)
  }

  private func offlinePIN(_ node: YAMLNode) throws(YAMLError) -> OfflinePINPersonality {
    let mapping = try node.mapping(allowing: ["digits", "limit", "left", "told"])
    let limit = UInt8(try mapping["limit"]?.integer(in: 1...15) ?? 3)
    return OfflinePINPersonality(
      digits: try mapping.required("digits").digits(4...12, "4 to 12 digits"), tryLimit: limit,
      triesLeft: UInt8(try mapping["left"]?.integer(in: 0...15) ?? Int(limit)),
      tellsTriesLeft: try mapping["told"]?.boolean() ?? true)
  }

  private static func log(_ node: YAMLNode) throws(YAMLError) -> LogPersonality {
    let mapping = try node.mapping(allowing: ["file", "count", "format", "records"])
    var records: [[UInt8]] = []
    for record in try mapping["records"]?.sequence() ?? [] { records.append(try record.bytes()) }
    return LogPersonality(
      file: UInt8(try mapping.required("file").integer(in: 11...30)),
      recordLimit: UInt8(try mapping["count"]?.integer(in: 1...255) ?? 10),
      format: try mapping.required("format").bytes(2...252), records: records)
  }
}
