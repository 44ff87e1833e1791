import BERTLV
import YAMLDocument

/// Reads what a file says of an application.
struct ApplicationReader {
  private static let keys =
    [
      "account", "aid", "label", "preferred-name", "code-table", "languages", "priority", "fci",
      "blocked", "refuses-options", "pdol", "aip", "afl", "format", "records", "objects", "answers",
      "keys", "certificates",
    ] + cryptogramKeys + stateKeys
  static let cryptogramKeys = [
    "scheme", "key-index", "issuer-data", "information", "first", "final", "needs-issuer-proof",
    "issuer-proof-method", "script-status", "script-keys",
  ]
  static let stateKeys = [
    "atc", "tells-atc", "last-online-atc", "offline-pin", "pin-tries-told", "data", "log",
    "load-log",
  ]

  let accounts: [CardAccount]
  let folder: CardFolder

  func application(_ node: YAMLNode) throws(YAMLError) -> ApplicationPersonality {
    let mapping = try node.mapping(allowing: Self.keys)
    let account = try accounts.named(mapping["account"], in: node)
    let signatures = try mapping["keys"].map { node throws(YAMLError) in
      try CardSignatures(node, mapping["certificates"], mapping, account, folder)
    }
    var application = ApplicationPersonality(
      identifier: try mapping.required("aid").bytes(1...16), label: try mapping["label"]?.text(),
      interchangeProfile: try mapping.required("aip").bytes(0...16),
      records: try records(mapping, account, signatures), panDigits: account.panDigits,
      sequenceNumber: account.sequenceNumber, issuerMasterKey: account.issuerMasterKey)
    application.signing = signatures?.signing
    application.preferredName = try mapping["preferred-name"]?.bytesOrText()
    application.codeTable = try mapping["code-table"]?.byte()
    application.languages = try mapping["languages"]?.text()
    application.priorityIndicator = try mapping["priority"]?.byte()
    application.controlInformation = try mapping["fci"]?.bytes()
    application.isBlocked = try mapping["blocked"]?.boolean() ?? false
    application.rejectsProcessingOptions = try mapping["refuses-options"]?.boolean() ?? false
    application.processingOptionsList = try mapping["pdol"]?.bytes()
    application.fileLocator = try mapping["afl"]?.bytes()
    application.usesFormat2 = try mapping["format"]?.integer(in: 1...2) == 2
    application.rules = try mapping["answers"]?.answerRules() ?? []
    try readCryptograms(mapping, into: &application)
    try readState(mapping, into: &application)
    return application
  }

  private func records(
    _ mapping: YAMLMapping, _ account: CardAccount, _ signatures: CardSignatures?
  ) throws(YAMLError) -> [CardRecord] {
    let reader = RecordReader(account: account, signatures: signatures)
    var drafts: [RecordDraft] = []
    for entry in try mapping["records"]?.entries() ?? [] {
      drafts.append(try reader.record(entry))
    }
    // Objects in the place of those in the records; those that are in none go into the last one.
    for entry in try mapping["objects"]?.entries() ?? [] {
      let tag = try YAMLNode.tag(entry)
      let isAbsent = entry.value.content == .scalar("absent", isPlain: true)
      let value = isAbsent ? nil : try reader.value(entry.value)
      let isFound = drafts.contains { $0.objects.contains { $0.tag == tag } }
      if let value, !isFound, let last = drafts.indices.last {
        drafts[last].objects.append((tag, value))
      }
      for index in drafts.indices { drafts[index].replace(tag, value) }
    }
    if let signatures { try signatures.sign(&drafts) }
    return drafts.map(\.record)
  }
}

extension RecordDraft {
  /// Gives every object with the tag another value, or takes it out.
  fileprivate mutating func replace(_ tag: DataObjectTag, _ value: RecordDraft.Value?) {
    guard let value else { return objects.removeAll { $0.tag == tag } }
    for index in objects.indices where objects[index].tag == tag { objects[index].value = value }
  }
}
