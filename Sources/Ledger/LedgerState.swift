package import PaymentTypes

/// What the records of a ledger come to: a pure fold, the same at every start.
package struct LedgerState: Sendable {
  /// A settlement under way.
  package struct Settlement: Hashable, Sendable {
    /// What the terminal's books say.
    package let totals: BatchTotals
    /// What the center said of the domestic side; nil until it answered.
    package fileprivate(set) var domestic: SettlementVerdict?
    /// What the center said of the foreign side; nil until it answered.
    package fileprivate(set) var foreign: SettlementVerdict?
    /// How many items of the batch upload the center has taken.
    package fileprivate(set) var acknowledgedItems = 0
  }

  /// A settlement that is over.
  package struct ClosedBatch: Hashable, Sendable {
    /// Which batch it was.
    package let batch: BatchNumber
    /// Its settlement.
    package let settlement: Settlement
    /// The transactions that people have to clear up.
    package let handedOver: [LedgerTransaction]
    /// Whether its slip came out.
    package fileprivate(set) var isSlipPrinted: Bool
  }

  /// The batch that new transactions belong to; nil until the first sign-in.
  package private(set) var batch: BatchNumber?
  /// The last trace number that may have been used; 0 before the first.
  package private(set) var reservedTrace = 0
  /// The transactions of the current batch, oldest first.
  package private(set) var transactions: [LedgerTransaction] = []
  /// The settlement of the current batch, from its start until the batch is closed.
  package private(set) var settlement: Settlement?
  /// The last batch that was closed.
  package private(set) var closedBatch: ClosedBatch?
  /// Transactions of closed batches whose script results the center has yet to confirm.
  package private(set) var carriedOver: [LedgerTransaction] = []
  private var positions: [TransactionIdentity: Int] = [:]

  package init() {}

  /// The transaction in doubt, which blocks the next; there is at most one (money rule 4).
  package var unresolved: LedgerTransaction? { transactions.last { $0.status.isUnresolved } }

  /// Transactions whose script results wait for the center's confirmation, oldest first.
  package var owedScriptNotifications: [LedgerTransaction] {
    (carriedOver + transactions).filter(\.owesScriptNotification)
  }

  /// The transaction of the current batch with this identity.
  package subscript(identity: TransactionIdentity) -> LedgerTransaction? {
    positions[identity].map { transactions[$0] }
  }

  /// The transaction of the current batch with this trace number (凭证号).
  package func transaction(trace: SystemTraceAuditNumber) -> LedgerTransaction? {
    transactions.last { $0.intent.identity.trace == trace }
  }

  /// Whether an approved void has undone the transaction.
  package func isVoided(_ identity: TransactionIdentity) -> Bool {
    transactions.contains {
      guard $0.intent.original == identity, case .approved = $0.status else { return false }
      return true
    }
  }

  /// Counts and sums of the current batch.
  package var totals: BatchTotals { BatchTotals(of: transactions) }
}

extension LedgerState {
  /// Why a record may not follow what stands in the ledger.
  package enum Refusal: Error, Hashable, Sendable {
    /// No sign-in has given a batch number yet.
    case noBatch
    /// The record belongs to another batch than the current one.
    case wrongBatch
    /// The trace number is used or was not reserved.
    case traceNotFree
    /// A transaction is still in doubt.
    case unresolvedTransaction
    /// A settlement is under way.
    case settlementUnderWay
    /// No settlement is under way, or it is not that far yet.
    case noSettlement
    /// There is no such transaction.
    case unknownTransaction
    /// The outcome may not follow what the transaction has.
    case illegalOutcome
    /// The original of a void is no approved sale of that amount, or is voided already.
    case originalNotVoidable
    /// The totals are not those of the batch.
    case wrongTotals
    /// The batch holds transactions, so that another number can't be taken.
    case batchNotEmpty
  }

  /// Says whether the record may follow; every record passes here, in use and at a start.
  package func check(_ record: LedgerRecord) throws(Refusal) {
    switch record {
    case .tracesReserved: break
    case .signedIn(let batch):
      if batch != self.batch, !transactions.isEmpty { throw .batchNotEmpty }
    case .intent(let intent): try check(intent)
    case .outcome(let identity, let outcome):
      guard let transaction = self[identity] else { throw .unknownTransaction }
      guard transaction.allows(outcome) else { throw .illegalOutcome }
    case .scriptNotificationDelivered(let identity):
      guard owedScriptNotifications.contains(where: { $0.intent.identity == identity }) else {
        throw .unknownTransaction
      }
    case .slipPrinted(let identity, _):
      guard self[identity] != nil else { throw .unknownTransaction }
    case .settlementStarted(let totals):
      guard batch != nil else { throw .noBatch }
      guard settlement == nil else { throw .settlementUnderWay }
      guard unresolved == nil else { throw .unresolvedTransaction }
      guard totals == self.totals else { throw .wrongTotals }
    case .settlementAnswered:
      guard let settlement, settlement.domestic == nil else { throw .noSettlement }
    case .uploadAcknowledged(let itemCount):
      guard let settlement, settlement.domestic != nil, itemCount > settlement.acknowledgedItems
      else { throw .noSettlement }
    case .batchClosed:
      guard let settlement, settlement.domestic != nil else { throw .noSettlement }
      guard unresolved == nil else { throw .unresolvedTransaction }
    case .settlementSlipPrinted:
      guard closedBatch != nil else { throw .noSettlement }
    }
  }

  private func check(_ intent: TransactionIntent) throws(Refusal) {
    guard let batch else { throw .noBatch }
    guard intent.identity.batch == batch else { throw .wrongBatch }
    guard settlement == nil else { throw .settlementUnderWay }
    guard unresolved == nil else { throw .unresolvedTransaction }
    guard self[intent.identity] == nil else { throw .traceNotFree }
    switch (intent.type, intent.original) {
    case (.sale, nil): break
    case (.saleVoid, .some(let original)):
      guard let sale = self[original], sale.intent.type == .sale, case .approved = sale.status,
        sale.intent.amount == intent.amount, !isVoided(original)
      else { throw .originalNotVoidable }
    case (.sale, .some), (.saleVoid, nil): throw .originalNotVoidable
    }
  }

  /// Takes over a record that `check` has let pass.
  package mutating func apply(_ record: LedgerRecord) {
    switch record {
    case .tracesReserved(let upTo): reservedTrace = upTo.number
    case .signedIn(let batch): self.batch = batch
    case .intent(let intent):
      positions[intent.identity] = transactions.count
      transactions.append(LedgerTransaction(intent: intent))
    case .outcome(let identity, let outcome): update(identity) { $0.apply(outcome) }
    case .scriptNotificationDelivered(let identity):
      update(identity) { $0.markScriptNotificationDelivered() }
      carriedOver.removeAll { $0.intent.identity == identity }
    case .slipPrinted(let identity, let copy): update(identity) { $0.markPrinted(copy) }
    case .settlementStarted(let totals): settlement = Settlement(totals: totals)
    case .settlementAnswered(let domestic, let foreign):
      settlement?.domestic = domestic
      settlement?.foreign = foreign
    case .uploadAcknowledged(let itemCount): settlement?.acknowledgedItems = itemCount
    case .batchClosed(let next): close(next: next)
    case .settlementSlipPrinted: closedBatch?.isSlipPrinted = true
    }
  }

  private mutating func update(
    _ identity: TransactionIdentity, _ change: (inout LedgerTransaction) -> Void
  ) {
    guard let position = positions[identity] else { return }
    change(&transactions[position])
  }

  private mutating func close(next: BatchNumber) {
    guard let batch, let settlement else { return }
    let handedOver = transactions.filter {
      if case .handedOver = $0.status { true } else { false }
    }
    closedBatch = ClosedBatch(
      batch: batch, settlement: settlement, handedOver: handedOver, isSlipPrinted: false)
    carriedOver += transactions.filter(\.owesScriptNotification)
    self.batch = next
    self.settlement = nil
    transactions = []
    positions = [:]
  }
}
