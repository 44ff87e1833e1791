package import Connectivity
import HAL
package import JSONText
package import Ledger
import PaymentTypes
package import TerminalFlows

/// The questions of the control socket: one line in, one JSON value out, nothing secret in either.
package enum ControlCommand {
  /// Answers one line.
  package static func answer(_ line: String, in session: TerminalSession) -> JSONValue {
    // A file's name may hold blanks.
    if line.hasPrefix(backupWord) {
      return backUp(session.ledger, to: String(line.dropFirst(backupWord.count)))
    }
    let words = line.split(separator: " ").map(String.init)
    switch (words.first, words.dropFirst().first, words.dropFirst(2).first) {
    case ("status", nil, nil): return status(of: session)
    case ("ledger", "list", nil): return LedgerReport.list(session.ledger.state)
    case ("ledger", "show", .some(let trace)): return show(trace, session.ledger.state)
    case ("ledger", "verify", nil): return verify(session.ledger)
    default:
      return error(
        "unknown command",
        "status | ledger list | ledger show TRACE | ledger verify | backup FILE")
    }
  }

  private static let backupWord = "backup "

  private static func error(_ what: String, _ cure: String) -> JSONValue {
    ["error": .string(what), "expected": .string(cure)]
  }

  private static func status(of session: TerminalSession) -> JSONValue {
    let caption = session.ladder.caption(at: session.now)
    let state = session.ledger.state
    return [
      "terminal": .string(session.settings.terminal.text),
      "merchant": .string(session.settings.merchant.text),
      "rung": .string(caption.rung.identifier),
      "caption": .string(caption.text(session.settings.language)),
      "trouble": caption.trouble.map { trouble(of: $0, session.settings.language) } ?? .null,
      "screen": .string(session.screen.identifier),
      "batch": state.batch.map { .string($0.text) } ?? .null,
      "transactions": .number(state.transactions.count),
      "reversalOwed": .boolean(session.owesReversal),
      "settlementOpen": .boolean(state.settlement != nil),
      "records": .number(session.ledger.recordCount),
      "signedIn": .boolean(session.devices.security.hasWorkingKeys),
      "testMode": .boolean(session.devices.security.isTestModule),
      "devices": .array(session.deviceRoll.entries.map(device)),
      "missing": .array(
        session.deviceRoll.entries.filter { $0.finding == .missing }.map { .string($0.name.text) }),
    ]
  }

  private static func device(_ entry: DeviceRoll.Entry) -> JSONValue {
    [
      "name": .string(entry.name.text), "required": .boolean(entry.isRequired),
      "state": .string(entry.finding.rawValue),
    ]
  }

  private static func trouble(
    of cause: TroubleCause, _ language: OperatorLanguage
  ) -> JSONValue {
    let advice = cause.advice(language)
    return [
      "code": .string(advice.code), "what": .string(advice.what), "cure": .string(advice.cure),
      "who": .string(advice.person.text(language)),
    ]
  }

  /// One transaction of the current batch by its trace number, or an `error`.
  package static func show(_ trace: String, _ state: LedgerState) -> JSONValue {
    guard let number = Int(trace).flatMap({ SystemTraceAuditNumber($0) }),
      let transaction = state.transaction(trace: number)
    else { return error("no transaction \(trace) in this batch", "a voucher number") }
    return LedgerReport.transaction(transaction, in: state)
  }

  private static func verify(_ ledger: Ledger) -> JSONValue {
    do throws(LedgerError) {
      let count = try ledger.entries().count
      return LedgerReport.verification(recordCount: count, damage: nil)
    } catch .damaged(let sequence, let damage) {
      return LedgerReport.verification(
        recordCount: max(0, sequence - 1), damage: .damaged(sequence: sequence, damage))
    } catch {
      return ControlCommand.error(
        "cannot read the ledger: \(error)", "have the storage checked")
    }
  }

  private static func backUp(_ ledger: Ledger, to path: String) -> JSONValue {
    do throws(LedgerError) {
      try ledger.backUp(to: path)
      return ["backup": .string(path), "records": .number(ledger.recordCount)]
    } catch {
      return ControlCommand.error(
        "cannot write \(path): \(error)", "a new file in a writable folder")
    }
  }
}

extension Rung {
  /// A stable name.
  package var identifier: String {
    switch self {
    case .notReady: "not-ready"
    case .networkConnected: "network-connected"
    case .centerConnected: "center-connected"
    case .signedIn: "signed-in"
    case .readyToTrade: "ready"
    }
  }
}
