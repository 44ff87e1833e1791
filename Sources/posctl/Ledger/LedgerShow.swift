import Ledger
import BoardProfile
import ArgumentParser
import Firmware
import JSONText
import PaymentTypes

/// `posctl ledger show`: one transaction.
struct LedgerShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one transaction of the current batch.",
    discussion: "--json prints one element of “transactions” of ledger list --json.")

  @Argument(help: "The trace number (凭证号) on the slip.")
  var trace: Int

  @OptionGroup var options: LedgerOptions

  func validate() throws(ValidationError) {
    guard SystemTraceAuditNumber(trace) != nil else {
      throw ValidationError("a trace number is 1 to 999999, as on the slip; \(trace) is not")
    }
  }

  func run() throws(Complaint) {
    let profile = try options.profile.read()
    if let client = try ControlClient.connect(path: profile.controlSocket) {
      return show(try client.ask("ledger show \(trace)"))
    }
    let inspection = try LedgerFile.inspect(profile)
    let damage = LedgerFile.complaint(aboutDamageIn: inspection, path: profile.ledgerPath)
    guard let number = SystemTraceAuditNumber(trace),
      let transaction = inspection.state.transaction(trace: number)
    else {
      throw damage
        ?? Complaint(
          "no transaction \(trace) in the current batch of \(profile.ledgerPath): posctl ledger "
            + "list shows which there are")
    }
    show(LedgerReport.transaction(transaction, in: inspection.state))
    if let damage { throw damage }
  }

  private func show(_ answer: JSONValue) {
    print(options.json ? answer.text + "\n" : Self.text(of: answer), terminator: "")
  }

  /// One line a member.
  static func text(of answer: JSONValue) -> String {
    guard case .object(let members) = answer else { return answer.text + "\n" }
    let rows = members.map { member in
      switch member.value {
      case .string(let text): [member.name, text]
      case .boolean(let value): [member.name, value ? "yes" : "no"]
      case .null: [member.name, "-"]
      case .number, .array, .object: [member.name, member.value.text]
      }
    }
    return TextTable(rows: rows).text
  }
}
