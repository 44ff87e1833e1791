import MockDevices
import YAMLDocument

/// Reads what a case says of the bank.
enum IssuerReader {
  private enum Protected: String, CaseIterable {
    case applicationBlock = "application-block"
    case applicationUnblock = "application-unblock"
    case cardBlock = "card-block"
    case pinUnblock = "pin-unblock"

    var instruction: UInt8 {
      switch self {
      case .applicationBlock: 0x1E
      case .applicationUnblock: 0x18
      case .cardBlock: 0x16
      case .pinUnblock: 0x24
      }
    }
  }

  /// Without a node a bank that approves and proves it; `unreachable` or `silent` is one word.
  static func issuer(_ node: YAMLNode?) throws(YAMLError) -> CaseIssuer {
    var issuer = CaseIssuer()
    guard let node else { return issuer }
    if case .scalar(let word, _) = node.content {
      switch word {
      case "unreachable": issuer.reach = .unreachable
      case "silent": issuer.reach = .silent
      default: throw node.error(expected: "unreachable, silent or a mapping")
      }
      return issuer
    }
    let mapping = try node.mapping(allowing: [
      "code", "proof", "status-update", "proprietary", "scripts", "by-telephone",
    ])
    issuer.responseCode = try mapping["code"]?.text("two characters") ?? "00"
    if try mapping["by-telephone"]?.boolean() == true { issuer.reach = .approvesByTelephone }
    if let node = mapping["proof"] {
      issuer.proof =
        switch try node.text("right, wrong, none or bytes") {
        case "right": .right
        case "wrong": .wrong
        case "none": .none
        default: .bytes(try node.bytes(0...32))
        }
    }
    issuer.statusUpdate = try mapping["status-update"]?.bytes(4...4) ?? issuer.statusUpdate
    issuer.proprietaryData = try mapping["proprietary"]?.bytes(0...8) ?? []
    for script in try mapping["scripts"]?.sequence() ?? [] {
      issuer.scripts.append(try self.script(script))
    }
    return issuer
  }

  private static func script(_ node: YAMLNode) throws(YAMLError) -> CaseScript {
    let mapping = try node.mapping(allowing: ["template", "identifier", "commands"])
    var commands: [CaseScript.Command] = []
    for command in try mapping.required("commands").sequence() {
      commands.append(try self.command(command))
    }
    return CaseScript(
      template: try mapping.required("template").byte(),
      identifier: try mapping["identifier"]?.bytes(0...8), commands: commands)
  }

  /// Bytes, a word, or a mapping of a word and what goes with it.
  private static func command(_ node: YAMLNode) throws(YAMLError) -> CaseScript.Command {
    guard case .mapping = node.content else {
      if let word = try? node.oneOf(Protected.self) {
        return .init(kind: .protected(word.instruction, 0, 0, []))
      }
      return .init(kind: .bytes(try node.bytes(0...255)))
    }
    let mapping = try node.mapping(allowing: [
      "command", "new-pin", "put-data", "update-record", "value", "code",
    ])
    var command: CaseScript.Command
    if let digits = try mapping["new-pin"]?.digits(4...12, "4 to 12 digits") {
      command = .init(kind: .newPIN(digits))
    } else if let tag = try mapping["put-data"]?.bytes(2...2) {
      command = .init(
        kind: .protected(0xDA, tag[0], tag[1], try mapping.required("value").bytes(0...200)))
    } else if let place = try mapping["update-record"]?.bytes(2...2) {
      let value = try mapping.required("value").bytes(0...200)
      command = .init(kind: .protected(0xDC, place[1], place[0] << 3 | 4, value))
    } else {
      let word = try mapping.required("command").oneOf(Protected.self)
      command = .init(kind: .protected(word.instruction, 0, 0, []))
    }
    if let code = try mapping["code"]?.text("right or wrong") {
      command.hasWrongCode = code == "wrong"
    }
    return command
  }
}
