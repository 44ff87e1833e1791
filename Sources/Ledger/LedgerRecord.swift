package import PaymentTypes

/// One line of the ledger; lines are added, never changed or removed.
package enum LedgerRecord: Hashable, Sendable {
  /// Trace numbers up to this one may have been used.
  case tracesReserved(upTo: SystemTraceAuditNumber)
  /// The center gave a batch number at a sign-in.
  case signedIn(batch: BatchNumber)
  /// The terminal is about to ask for a transaction.
  case intent(TransactionIntent)
  /// A transaction went on.
  case outcome(TransactionIdentity, Outcome)
  /// The center confirmed the results of issuer scripts (0630).
  case scriptNotificationDelivered(TransactionIdentity)
  /// A slip came out.
  case slipPrinted(TransactionIdentity, copy: SlipCopy)
  /// The settlement of the current batch begins with these totals.
  case settlementStarted(BatchTotals)
  /// The center compared the totals.
  case settlementAnswered(domestic: SettlementVerdict, foreign: SettlementVerdict)
  /// The center took the next item of the batch upload, counted from the beginning.
  case uploadAcknowledged(itemCount: Int)
  /// The settlement is over and the next batch begins.
  case batchClosed(next: BatchNumber)
  /// The slip of the last settlement came out.
  case settlementSlipPrinted
}

/// Whose copy of a slip it is.
package enum SlipCopy: UInt8, Hashable, Sendable, CaseIterable {
  /// 商户存根
  case merchant = 1
  /// 持卡人存根
  case cardholder = 2
}
