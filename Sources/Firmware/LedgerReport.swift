package import JSONText
package import Ledger
import PaymentTypes

/// What stands in the books as JSON, for people and tests; card numbers are masked.
package enum LedgerReport {
  /// One transaction.
  package static func transaction(
    _ transaction: LedgerTransaction, in state: LedgerState
  ) -> JSONValue {
    let intent = transaction.intent
    return [
      "batch": .string(intent.identity.batch.text),
      "trace": .string(intent.identity.trace.text),
      "type": .string(intent.type.identifier),
      "amount": .string(intent.amount.text),
      "card": .string(intent.maskedPAN),
      "entry": .string(intent.entry.identifier),
      "status": .string(transaction.status.identifier),
      "code": transaction.status.code.map { .string($0) } ?? .null,
      "reference": transaction.status.reference.map { .string($0) } ?? .null,
      "voided": .boolean(state.isVoided(intent.identity)),
      "printed": .boolean(transaction.isPrinted(.merchant)),
    ]
  }

  /// The current batch: its number, its totals and its transactions, oldest first.
  package static func list(_ state: LedgerState) -> JSONValue {
    [
      "batch": state.batch.map { .string($0.text) } ?? .null,
      "totals": totals(state.totals),
      "transactions": .array(state.transactions.map { transaction($0, in: state) }),
    ]
  }

  /// Whether all records can be trusted: `{"records","intact","damage":{"record","reason"}}`.
  ///
  /// `records` counts those before the damage; `record` is null when the file as a whole is
  /// damaged, and `damage` when nothing is.
  package static func verification(recordCount: Int, damage: LedgerError?) -> JSONValue {
    var words: JSONValue = .null
    if case .damaged(let sequence, let damage) = damage {
      words = [
        "record": sequence > 0 ? .number(sequence) : .null,
        "reason": .string(LedgerAdvice.words(of: damage)),
      ]
    }
    return [
      "records": .number(recordCount), "intact": .boolean(damage == nil), "damage": words,
    ]
  }

  /// Counts and sums.
  package static func totals(_ totals: BatchTotals) -> JSONValue {
    func sum(_ sum: BatchTotals.Sum) -> JSONValue {
      ["count": .number(sum.count), "minorUnits": .number(sum.minorUnits)]
    }
    func side(_ side: BatchTotals.Side) -> JSONValue {
      ["debit": sum(side.debit), "credit": sum(side.credit)]
    }
    return ["domestic": side(totals.domestic), "foreign": side(totals.foreign)]
  }
}

extension TransactionType {
  /// A stable name.
  package var identifier: String {
    switch self {
    case .sale: "sale"
    case .saleVoid: "void"
    }
  }
}

extension CardEntry {
  /// A stable name.
  fileprivate var identifier: String {
    switch self {
    case .chip: "chip"
    case .swipe: "swipe"
    case .fallbackSwipe: "fallback-swipe"
    }
  }
}

extension LedgerTransaction.Status {
  /// A stable name.
  package var identifier: String {
    switch self {
    case .open: "open"
    case .approved: "approved"
    case .declined: "declined"
    case .reversalDue: "reversal-due"
    case .reversed: "reversed"
    case .handedOver: "handed-over"
    }
  }

  /// The center's code, or the reason of a reversal that is due.
  package var code: String? {
    switch self {
    case .open: nil
    case .approved(let approval): approval.responseCode.text
    case .declined(let decline): decline.responseCode.text
    case .reversalDue(let reason): reason.rawValue
    case .reversed(let code), .handedOver(let code): code.text
    }
  }

  /// The center's name of an approved transaction.
  package var reference: String? {
    if case .approved(let approval) = self { approval.retrievalReference.text } else { nil }
  }
}
