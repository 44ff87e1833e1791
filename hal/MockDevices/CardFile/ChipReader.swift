import ISO7816
import YAMLDocument

/// Reads what a file says of a chip.
struct ChipReader {
  let accounts: [CardAccount]
  let folder: CardFolder

  func chip(_ node: YAMLNode) throws(YAMLError) -> ChipPersonality {
    let mapping = try node.mapping(allowing: [
      "atr", "warm-atr", "directory", "subdirectories", "blocked", "removed-after",
      "applications", "answers", "transport",
    ])
    var applications: [(name: String, personality: ApplicationPersonality)] = []
    let entries = try mapping["applications"]?.entries() ?? []
    for entry in entries {
      let node = try Self.resolve(entry.value, among: entries)
      let application = try ApplicationReader(accounts: accounts, folder: folder)
        .application(node)
      applications.append((entry.key, application))
    }
    var directories: [DirectoryPersonality] = []
    if let node = mapping["directory"] {
      if (try? node.boolean()) != false {
        directories = [try directory(node, DirectoryPersonality.paymentSystemName, applications)]
      }
    } else {
      directories = [DirectoryPersonality()]
    }
    for entry in try mapping["subdirectories"]?.entries() ?? [] {
      directories.append(try directory(entry.value, Array(entry.key.utf8), applications))
    }
    return ChipPersonality(
      answerToReset: try mapping.required("atr").answerToReset(),
      warmAnswerToReset: try mapping["warm-atr"]?.answerToReset(), directories: directories,
      isBlocked: try mapping["blocked"]?.boolean() ?? false,
      commandsUntilRemoval: try mapping["removed-after"]?.integer(in: 0...1000),
      applications: applications.map(\.personality),
      rules: try mapping["answers"]?.answerRules() ?? [],
      transport: try mapping["transport"]?.transportHabits() ?? TransportHabits())
  }

  /// Puts what is said of an application on top of another of the file that it is `like`.
  private static func resolve(
    _ node: YAMLNode, among entries: [YAMLNode.Entry]
  ) throws(YAMLError) -> YAMLNode {
    guard let model = node.member("like"), case .mapping(let members) = node.content else {
      return node
    }
    let names = entries.map(\.key).joined(separator: ", ")
    let name = try model.text("one of \(names)")
    guard let base = entries.first(where: { $0.key == name })?.value, base.member("like") == nil
    else { throw model.error(expected: "one of \(names) that is like none itself") }
    let own = YAMLNode(.mapping(members.filter { $0.key != "like" }), place: node.place)
    return base.merged(with: own).withoutNothings()
  }

  /// A directory; `yes` stands for the usual one.
  private func directory(
    _ node: YAMLNode, _ name: [UInt8],
    _ applications: [(name: String, personality: ApplicationPersonality)]
  ) throws(YAMLError) -> DirectoryPersonality {
    if (try? node.boolean()) == true { return DirectoryPersonality(name: name) }
    let mapping = try node.mapping(allowing: [
      "file", "languages", "code-table", "status", "fci", "records",
    ])
    var records: [[UInt8]]?
    if let list = try mapping["records"]?.sequence() {
      records = []
      for node in list { records?.append(try record(node, applications)) }
    }
    return DirectoryPersonality(
      name: name, file: try mapping["file"]?.byte() ?? 1,
      languages: try mapping["languages"]?.text() ?? "zh",
      codeTable: try mapping["code-table"]?.byte(),
      status: StatusWord(try mapping["status"]?.word() ?? 0x9000),
      control: try mapping["fci"]?.bytes(), records: records)
  }

  /// A record of a directory: bytes with their template, or a list of entries, each the name of an
  /// application, or of a directory as `{directory: NAME}`.
  private func record(
    _ node: YAMLNode, _ applications: [(name: String, personality: ApplicationPersonality)]
  ) throws(YAMLError) -> [UInt8] {
    guard case .sequence(let list) = node.content else { return try node.bytes() }
    var entries: [[UInt8]] = []
    for element in list {
      if case .mapping = element.content {
        let name = try element.mapping(allowing: ["directory"]).required("directory").text()
        entries.append(DirectoryPersonality.entry(ofDirectory: Array(name.utf8)))
        continue
      }
      let names = applications.map(\.name).joined(separator: ", ")
      let name = try element.text("one of \(names)")
      guard let application = applications.first(where: { $0.name == name })?.personality else {
        throw element.error(expected: "one of \(names)")
      }
      entries.append(DirectoryPersonality.entry(of: application))
    }
    return DirectoryPersonality.record(entries)
  }
}

extension YAMLNode {
  /// An answer to reset; nil when the card is `mute`.
  fileprivate func answerToReset() throws(YAMLError) -> [UInt8]? {
    content == .scalar("mute", isPlain: true)
      ? nil : try bytes(2...33, "an answer to reset in hexadecimal, or mute")
  }

  fileprivate func transportHabits() throws(YAMLError) -> TransportHabits {
    let mapping = try mapping(allowing: ["promises", "part"])
    return TransportHabits(
      promisedByteCount: try mapping["promises"]?.byte(),
      partByteCount: try mapping["part"]?.integer(in: 1...256) ?? 256)
  }

  /// Answers in the place of a card's own.
  func answerRules() throws(YAMLError) -> [AnswerRule] {
    var rules: [AnswerRule] = []
    for node in try sequence() { rules.append(try node.answerRule()) }
    return rules
  }

  private func answerRule() throws(YAMLError) -> AnswerRule {
    let kinds = ["with", "status", "append", "cut", "invert", "silent"]
    let mapping = try mapping(allowing: ["to", "after", "times"] + kinds)
    let given = mapping.entries.filter { kinds.contains($0.key) }
    guard given.count == 1, let (key, node) = given.first.map({ ($0.key, $0.value) }) else {
      throw error(
        expected: "one of \(kinds.joined(separator: ", "))", found: "\(given.count) of them")
    }
    let answer: AnswerRule.Answer =
      switch key {
      case "with": .instead(try node.bytes())
      case "status": .status(StatusWord(try node.word()))
      case "append": .appended(try node.bytes())
      case "cut": .cut(byteCount: try node.integer(in: 0...65_535))
      case "invert": .inverted(offset: try node.integer(in: 0...65_535))
      default: .silence
      }
    return AnswerRule(
      title: try mapping["to"]?.text() ?? "",
      skippedCount: try mapping["after"]?.integer(in: 0...1000) ?? 0,
      count: try mapping["times"]?.integer(in: 1...1000), answer: answer)
  }
}
