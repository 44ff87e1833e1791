import Ledger
import BoardProfile
import ArgumentParser
import Firmware
import JSONText
import PaymentTypes

/// `posctl ledger list`: the current batch.
struct LedgerList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the transactions of the current batch.",
    discussion: """
      --json prints {"batch","totals":{"domestic":{"debit":{"count","minorUnits"},"credit"}, \
      "foreign"},"transactions":[{"batch","trace","type","amount","card","entry","status","code", \
      "reference","voided","printed"}]}.
      """)

  @OptionGroup var options: LedgerOptions

  func run() throws(Complaint) {
    let profile = try options.profile.read()
    if let client = try ControlClient.connect(path: profile.controlSocket) {
      return show(try client.ask("ledger list"))
    }
    let inspection = try LedgerFile.inspect(profile)
    show(LedgerReport.list(inspection.state))
    if let complaint = LedgerFile.complaint(
      aboutDamageIn: inspection, path: profile.ledgerPath)
    {
      throw complaint
    }
  }

  private func show(_ answer: JSONValue) {
    print(options.json ? answer.text + "\n" : Self.text(of: answer), terminator: "")
  }

  /// A table of transactions, and the totals below it.
  static func text(of answer: JSONValue) -> String {
    let batch = answer["batch"]?.string.map { "batch \($0)" } ?? "no batch yet"
    let transactions = answer["transactions"]?.array ?? []
    let heading = ["trace", "type", "amount", "card", "entry", "status", "code", "reference", ""]
    let rows = transactions.map { transaction in
      ["trace", "type", "amount", "card", "entry", "status", "code", "reference"].map {
        transaction[$0]?.string ?? ""
      } + [note(on: transaction)]
    }
    let table =
      rows.isEmpty
      ? "no transactions\n" : TextTable(rows: [heading] + rows, rightAligned: [2]).text
    return "\(batch)\n\(table)\(totals(answer["totals"]))"
  }

  private static func note(on transaction: JSONValue) -> String {
    var notes: [String] = []
    if transaction["voided"]?.boolean == true { notes.append("voided") }
    if transaction["printed"]?.boolean == false { notes.append("not printed") }
    return notes.joined(separator: ", ")
  }

  private static func totals(_ totals: JSONValue?) -> String {
    var rows: [[String]] = []
    for side in ["domestic", "foreign"] {
      for kind in ["debit", "credit"] {
        let sum = totals?[side]?[kind]
        let amount = sum?["minorUnits"]?.number.flatMap { TransactionAmount(minorUnits: $0) }
        rows.append([
          "\(side) \(kind)", sum?["count"]?.number.map(String.init) ?? "-", amount?.text ?? "-",
        ])
      }
    }
    return TextTable(rows: rows, rightAligned: [1, 2]).text
  }
}
