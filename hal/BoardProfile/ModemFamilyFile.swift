package import ATCommands
package import YAMLDocument

/// Reads what the modules of a maker and generation do differently from a file of
/// `board-profiles/modems/`.
///
/// What the file does not say has the standard's value.
package enum ModemFamilyFile {
  private static let keys = [
    "family", "name", "tested-on-hardware", "source", "command-gap-milliseconds",
    "registrations", "time-outs-seconds", "set-up", "iccid", "sim-not-ready-means", "tries-left",
    "sim-detection", "unsolicited", "power-off", "cell", "power", "bauds",
  ]

  /// Reads the file at `path`.
  package static func read(path: String) throws(YAMLError) -> ModemFamily {
    let node = try YAMLDocument.read(path: path)
    let file = try node.mapping(allowing: keys)
    var family = ModemFamily(name: try file.required("family").text("the family's name"))
    _ = try file.required("name").text("the modules' names")
    _ = try file.required("source").text("where the facts come from")
    _ = try file.required("tested-on-hardware").boolean()
    if let gap = file["command-gap-milliseconds"] {
      family.commandGap = .milliseconds(try gap.integer(in: 0...1000))
    }
    if let list = file["registrations"] { family.domains = try domains(list) }
    if let limits = file["time-outs-seconds"] { family.patiences = try patiences(limits) }
    if let list = file["set-up"] { family.setUp = try commands(list) }
    if let list = file["iccid"] { family.iccidQueries = try iccidQueries(list) }
    if let word = file["sim-not-ready-means"] {
      family.notReadyMeansAbsent = try word.oneOf(NotReady.self) == .absent
    }
    if let list = file["tries-left"] { family.tries = try tries(list) }
    if let list = file["sim-detection"] { family.simDetection = try templates(list) }
    if let table = file["unsolicited"] { family.codes = try codes(table) }
    if let command = file["power-off"] { family.powerOff = try self.command(command) }
    if let query = file["cell"] { family.cellQuery = try cellQuery(query) }
    if let power = file["power"] { family.power = try powerTiming(power) }
    if let list = file["bauds"] { family.bauds = try bauds(list) }
    return family
  }

  private enum NotReady: String, CaseIterable {
    case busy, absent
  }

  private enum Registration: String, CaseIterable {
    case creg = "CREG"
    case cgreg = "CGREG"
    case cereg = "CEREG"

    var domain: RegistrationDomain {
      switch self {
      case .creg: .circuitSwitched
      case .cgreg: .packetSwitched
      case .cereg: .evolvedPacket
      }
    }
  }

  private static func domains(_ node: YAMLNode) throws(YAMLError) -> [RegistrationDomain] {
    var domains: [RegistrationDomain] = []
    for element in try node.sequence() {
      let domain = try element.oneOf(Registration.self).domain
      guard !domains.contains(domain) else { throw element.error(expected: "each once") }
      domains.append(domain)
    }
    guard !domains.isEmpty else { throw node.error(expected: "at least one") }
    return domains
  }

  private static func patiences(_ node: YAMLNode) throws(YAMLError) -> [ModemFamily.Patience] {
    var patiences: [ModemFamily.Patience] = []
    for entry in try node.entries() {
      patiences.append(
        .init(command: entry.key, limit: .seconds(try entry.value.integer(in: 1...300))))
    }
    return patiences
  }

  private static func command(
    _ node: YAMLNode, expecting expectation: ATCommand.Expectation = .nothing
  ) throws(YAMLError) -> ATCommand {
    let expected = "a command without AT, at most 78 printable ASCII characters"
    let text = try node.text(expected)
    guard !text.uppercased().hasPrefix("AT"), let command = ATCommand(text, expecting: expectation)
    else { throw node.error(expected: expected) }
    return command
  }

  private static func commands(_ node: YAMLNode) throws(YAMLError) -> [ATCommand] {
    var commands: [ATCommand] = []
    for element in try node.sequence() { commands.append(try command(element)) }
    return commands
  }

  private static func answerName(_ node: YAMLNode) throws(YAMLError) -> String {
    let name = try node.text("the name in the answer, such as +CCID")
    guard name.hasPrefix("+") || name.hasPrefix("^") || name.hasPrefix("#") else {
      throw node.error(expected: "the name in the answer, such as +CCID")
    }
    return name
  }

  private static func iccidQueries(_ node: YAMLNode) throws(YAMLError) -> [ATCommand] {
    var queries: [ATCommand] = []
    for element in try node.sequence() {
      let query = try element.mapping(allowing: ["command", "answer"])
      let name = try answerName(query.required("answer"))
      queries.append(
        try command(
          query.required("command"), expecting: .number(named: name, characters: 18...22)))
    }
    return queries
  }

  private static func cellQuery(_ node: YAMLNode) throws(YAMLError) -> ATCommand {
    let query = try node.mapping(allowing: ["command", "answer"])
    let name = try answerName(query.required("answer"))
    return try command(query.required("command"), expecting: .named(name))
  }

  private static func templates(_ node: YAMLNode) throws(YAMLError) -> [String] {
    var templates: [String] = []
    for element in try node.sequence() {
      let text = try element.text("a command without AT")
      let filled = text.replacingFirst("${level}", with: "0")
      guard ATCommand(filled) != nil, !filled.contains("$") else {
        throw element.error(expected: "a command with no variable but ${level}")
      }
      templates.append(text)
    }
    return templates
  }

  private static func bauds(_ node: YAMLNode) throws(YAMLError) -> [Int] {
    var bauds: [Int] = []
    for element in try node.sequence() { bauds.append(try element.baud()) }
    guard !bauds.isEmpty else { throw node.error(expected: "at least one") }
    return bauds
  }
}

// The parts with parts of their own.
extension ModemFamilyFile {
  private enum Form: String, CaseIterable {
    case namedRows = "named-rows"
    case fields
    case statusWord = "status-word"
  }

  private static func tries(_ node: YAMLNode) throws(YAMLError) -> [TriesQuery] {
    var queries: [TriesQuery] = []
    for element in try node.sequence() {
      let query = try element.mapping(allowing: ["command", "answer", "form", "pin", "puk"])
      let name = try answerName(query.required("answer"))
      let command = try command(query.required("command"), expecting: .named(name))
      let reading: TriesQuery.Reading
      switch try query.required("form").oneOf(Form.self) {
      case .namedRows: reading = .namedRows
      case .statusWord: reading = .statusWord
      case .fields:
        reading = .fields(
          pin: try query.required("pin").integer(in: 0...9), puk: try place(query["puk"]))
      }
      queries.append(TriesQuery(command: command, reading: reading))
    }
    return queries
  }

  private static func place(_ node: YAMLNode?) throws(YAMLError) -> Int? {
    guard let node else { return nil }
    return try node.integer(in: 0...9)
  }

  private static func codes(_ node: YAMLNode) throws(YAMLError) -> UnsolicitedTable {
    let lists = try node.mapping(allowing: [
      "started", "progress", "sim-inserted", "sim-removed", "powering-down", "supply-fault",
    ])
    var table = UnsolicitedTable()
    if let list = lists["started"] { table.started = try lines(list) }
    if let list = lists["progress"] { table.progress = try lines(list) }
    if let list = lists["sim-inserted"] { table.simInserted = try lines(list) }
    if let list = lists["sim-removed"] { table.simRemoved = try lines(list) }
    if let list = lists["powering-down"] { table.poweringDown = try lines(list) }
    if let list = lists["supply-fault"] { table.supplyFault = try lines(list) }
    return table
  }

  private static func lines(_ node: YAMLNode) throws(YAMLError) -> [String] {
    let expected = "a line of printable ASCII, with * at its end where more may follow"
    var lines: [String] = []
    for element in try node.sequence() {
      let line = try element.text(expected)
      guard line != "*", line.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
        throw element.error(expected: expected)
      }
      lines.append(line)
    }
    return lines
  }

  private static func powerTiming(
    _ node: YAMLNode
  ) throws(YAMLError) -> ModemFamily.PowerTiming {
    let times = try node.mapping(allowing: [
      "key-milliseconds", "reset-milliseconds", "start-seconds", "stop-seconds",
    ])
    var timing = ModemFamily.PowerTiming()
    if let key = times["key-milliseconds"] {
      timing.onPulse = .milliseconds(try key.integer(in: 10...10_000))
    }
    if let reset = times["reset-milliseconds"] {
      timing.resetPulse = .milliseconds(try reset.integer(in: 1...10_000))
    }
    if let start = times["start-seconds"] {
      timing.startTime = .seconds(try start.integer(in: 1...60))
    }
    if let stop = times["stop-seconds"] {
      timing.stopTime = .seconds(try stop.integer(in: 1...60))
    }
    return timing
  }
}

extension YAMLNode {
  /// The speeds that serial lines are set to.
  private static let bauds = [
    9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600,
  ]

  /// The speed of a serial line in bits a second.
  func baud() throws(YAMLError) -> Int {
    let speeds = Self.bauds.map(String.init).joined(separator: ", ")
    guard case .scalar(let text, true) = content, let baud = Int(text), Self.bauds.contains(baud)
    else { throw error(expected: "one of \(speeds)") }
    return baud
  }
}

extension String {
  fileprivate func replacingFirst(_ part: String, with other: String) -> String {
    guard let start = firstIndex(of: "$"), self[start...].hasPrefix(part) else { return self }
    return self[..<start] + other + self[start...].dropFirst(part.count)
  }
}
