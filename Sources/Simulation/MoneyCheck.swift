import HAL
import Ledger
import PaymentTypes
import TestCenter

/// Compares what the terminal wrote, what the center booked and what the screen claimed.
package struct MoneyCheck: Sendable {
  /// Everything that is wrong, in words; empty when not a fen is lost or doubled.
  package private(set) var findings: [String] = []
  /// Approved transactions in the terminal's books.
  package private(set) var approvedCount = 0
  /// Reversed transactions in the terminal's books.
  package private(set) var reversedCount = 0
  /// What stands in the terminal's books, as a digest.
  package private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Before anything has been compared.
  init() {}

  /// Compares the records of a ledger with the center's books.
  ///
  /// `isSettled` says that the terminal has had the time to clear up: then nothing may be in doubt.
  init(entries: [Ledger.Entry], center: TestCenter, shownApprovals: Int, isSettled: Bool) {
    let model = TerminalModel(entries)
    for entry in entries { mix(UInt64(entry.record.kind) &+ UInt64(entry.sequence) << 8) }
    findings += model.contradictions
    var bookings: [TransactionIdentity: Booking] = [:]
    for booking in center.ledger.bookings {
      guard let identity = TransactionIdentity(booking.key) else { continue }
      if bookings[identity] != nil { findings.append("\(identity.words): booked twice") }
      bookings[identity] = booking
    }
    for (identity, transaction) in model.inOrder {
      compare(identity, transaction, bookings[identity], isSettled: isSettled)
    }
    for booking in center.ledger.bookings where booking.state != .reversed {
      if TransactionIdentity(booking.key).flatMap({ model[$0] }) == nil {
        findings.append("\(booking.key.traceNumber): booked, and unknown to the terminal")
      }
    }
    if shownApprovals > approvedCount {
      findings.append("the screen claimed \(shownApprovals) approvals of \(approvedCount)")
    }
    for violation in center.violations { findings.append("the center objects: \(violation)") }
  }

  private mutating func compare(
    _ identity: TransactionIdentity, _ transaction: TerminalModel.Transaction,
    _ booking: Booking?, isSettled: Bool
  ) {
    let isBooked = booking.map { $0.state != .reversed } ?? false
    switch transaction.outcome {
    case .approved:
      approvedCount += 1
      if !isBooked { findings.append("\(identity.words): approved, but not booked") }
      if let booking, booking.minorUnits != transaction.intent.amount.minorUnits {
        findings.append("\(identity.words): booked with another amount")
      }
    case .reversed:
      reversedCount += 1
      if isBooked { findings.append("\(identity.words): reversed, but booked") }
    case .declined:
      if isBooked { findings.append("\(identity.words): declined, but booked") }
    case .handedOver: break
    case .reversalDue, nil:
      if isSettled { findings.append("\(identity.words): still in doubt") }
    }
  }

  private mutating func mix(_ value: UInt64) { digest = (digest ^ value) &* 0x0000_0100_0000_01b3 }
}

/// An independent reading of the records: no code shared with the terminal's own fold.
struct TerminalModel {
  struct Transaction {
    let intent: TransactionIntent
    var outcome: Outcome?
  }

  private(set) var contradictions: [String] = []
  private var transactions: [TransactionIdentity: Transaction] = [:]
  private var order: [TransactionIdentity] = []

  init(_ entries: [Ledger.Entry]) {
    for entry in entries {
      switch entry.record {
      case .intent(let intent):
        if transactions[intent.identity] != nil {
          contradictions.append("\(intent.identity.words): its number was used twice")
        }
        transactions[intent.identity] = Transaction(intent: intent)
        order.append(intent.identity)
      case .outcome(let identity, let outcome): transactions[identity]?.outcome = outcome
      default: break
      }
    }
  }

  subscript(identity: TransactionIdentity) -> Transaction? { transactions[identity] }

  var inOrder: [(TransactionIdentity, Transaction)] {
    order.compactMap { identity in transactions[identity].map { (identity, $0) } }
  }
}

extension TransactionIdentity {
  /// The transaction behind a booking of the center.
  init?(_ key: BookingKey) {
    guard let batch = Int(key.batch).flatMap({ BatchNumber($0) }),
      let trace = Int(key.traceNumber).flatMap({ SystemTraceAuditNumber($0) })
    else { return nil }
    self.init(batch: batch, trace: trace)
  }

  /// What people call it.
  var words: String { "batch \(batch.text) trace \(trace.text)" }
}
