import Ledger
import BoardProfile
import ArgumentParser
import Firmware
import JSONText

/// `posctl ledger verify`: whether every record can be trusted.
struct LedgerVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check the seal, order and meaning of every record.",
    discussion: """
      Names the first damaged record and ends with status 1 when there is one. --json prints \
      {"records","intact","damage":{"record","reason"}}: “records” counts those before the damage, \
      “record” is null when the file as a whole is damaged.
      """)

  @OptionGroup var options: LedgerOptions

  func run() throws(Complaint) {
    let profile = try options.profile.read()
    let answer: JSONValue
    if let client = try ControlClient.connect(path: profile.controlSocket) {
      answer = try client.ask("ledger verify")
    } else {
      let inspection = try LedgerFile.inspect(profile)
      answer = LedgerReport.verification(
        recordCount: inspection.recordCount, damage: inspection.damage)
    }
    let count = answer["records"]?.number ?? 0
    if options.json { print(answer.text) }
    guard answer["intact"]?.boolean == true else {
      throw Complaint(Self.text(of: answer, path: profile.ledgerPath), status: .damaged)
    }
    if !options.json { print("\(profile.ledgerPath): all \(count) records are intact") }
  }

  /// What is damaged, and what to do.
  static func text(of answer: JSONValue, path: String) -> String {
    let damage = answer["damage"]
    let place = damage?["record"]?.number.map { "record \($0)" } ?? "the file as a whole"
    let reason = damage?["reason"]?.string ?? "unknown damage"
    let count = answer["records"]?.number ?? 0
    return "\(path): \(place) is damaged: \(reason). The \(count) records before it are intact. "
      + "The file was left as it is; put a backup in its place with posctl restore FILE, which "
      + "keeps the damaged one"
  }
}
