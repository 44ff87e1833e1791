import BoardProfile
import ArgumentParser
import JSONText

/// `posctl status`: what a running terminal knows of itself.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Ask a running posd how it stands.",
    discussion: """
      Without --socket the profile says where posd listens. --json prints posd's own answer: \
      {"terminal","merchant","rung","caption","trouble","screen","batch","transactions", \
      "reversalOwed","settlementOpen","records","signedIn","testMode", \
      "devices":[{"name","required","state"}],"missing":[names]}; a state is present, missing, or \
      unknown in the first seconds.
      """)

  @Option(help: ArgumentHelp("The control socket of posd.", valueName: "path"))
  var socket: String?

  @OptionGroup var options: ProfileOptions

  @Flag(help: "One JSON object instead of text.")
  var json = false

  func run() throws(Complaint) {
    let path = if let socket { socket } else { try options.read().controlSocket }
    guard let client = try ControlClient.connect(path: path) else {
      throw Complaint(
        "no posd answers on \(path): start it with posd --profile \(options.profile), or name its "
          + "socket with --socket PATH or its profile with --profile FILE")
    }
    let answer = try client.ask("status")
    print(json ? answer.text + "\n" : Self.text(of: answer), terminator: "")
  }

  /// The devices that are not there, and which of them stop trading.
  private static func missing(in answer: JSONValue) -> String {
    let missing = (answer["devices"]?.array ?? []).filter { $0["state"]?.string == "missing" }
    if missing.isEmpty { return "none" }
    return missing.map { device in
      (device["name"]?.string ?? "-") + (device["required"]?.boolean == true ? " (required)" : "")
    }.joined(separator: ", ")
  }

  /// One line a fact.
  static func text(of answer: JSONValue) -> String {
    func text(_ name: String) -> String { answer[name]?.string ?? "-" }
    func number(_ name: String) -> String { answer[name]?.number.map(String.init) ?? "-" }
    func isTrue(_ name: String) -> String {
      answer[name]?.boolean.map { $0 ? "yes" : "no" } ?? "-"
    }
    var rows = [
      ["terminal", text("terminal")], ["merchant", text("merchant")],
      ["caption", text("caption")], ["rung", text("rung")], ["screen", text("screen")],
    ]
    if let trouble = answer["trouble"], trouble != .null {
      let parts = ["code", "what", "cure", "who"].compactMap { trouble[$0]?.string }
      rows.append(["trouble", parts.joined(separator: " · ")])
    } else {
      rows.append(["trouble", "none"])
    }
    rows.append(["missing", missing(in: answer)])
    rows += [
      ["signed in", isTrue("signedIn")], ["batch", text("batch")],
      ["transactions", number("transactions")], ["reversal owed", isTrue("reversalOwed")],
      ["settlement open", isTrue("settlementOpen")], ["ledger records", number("records")],
      ["test keys", isTrue("testMode")],
    ]
    return TextTable(rows: rows).text
  }
}
