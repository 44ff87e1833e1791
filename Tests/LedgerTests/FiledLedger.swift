import Foundation
import Ledger
import PaymentTypes
import Testing

/// Ledgers on the system's files, small enough that no test is slow.
enum FiledLedger {
  static var layout: Ledger.Layout { Ledger.Layout(reserveByteCount: 16_384) }

  static func open(_ path: String) throws(LedgerError) -> Ledger {
    try Ledger(path: path, layout: layout, protection: ChecksumProtection())
  }

  static func inspect(_ path: String) throws -> LedgerInspection {
    let snapshot = try LedgerSnapshot(of: path)
    return try LedgerInspection(of: snapshot, protection: ChecksumProtection())
  }

  /// Makes a ledger of declined sales that is closed in good order.
  static func make(_ path: String, saleCount: Int) throws {
    let ledger = try open(path)
    try ledger.commit(.signedIn(batch: try #require(BatchNumber(1))))
    for _ in 0..<saleCount { try decline(in: ledger) }
  }

  /// Makes a ledger as a power cut leaves it: its last records stand in the log alone.
  static func makeCut(_ path: String, saleCount: Int) throws {
    let live = path + ".live"
    try make(live, saleCount: saleCount - 1)
    let ledger = try open(live)
    try decline(in: ledger)
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: live + suffix, toPath: path + suffix)
    }
    _ = consume ledger
    try FileManager.default.removeItem(atPath: live)
  }

  static func intent(_ trace: SystemTraceAuditNumber) throws -> TransactionIntent {
    TransactionIntent(
      identity: TransactionIdentity(batch: try #require(BatchNumber(1)), trace: trace),
      type: .sale, amount: try #require(TransactionAmount(minorUnits: 100)),
      maskedPAN: "621626*********0018", protectedPAN: [1], entry: .chip, verification: .none,
      expiry: nil, labelTime: 0, cashier: "001", protectedReversal: [2])
  }

  private static func decline(in ledger: Ledger) throws {
    let intent = try intent(try ledger.takeTrace())
    try ledger.commit(.intent(intent))
    let decline = Decline(
      responseCode: try #require(ResponseCode("51")), evidence: .authenticated)
    try ledger.commit(.outcome(intent.identity, .declined(decline)))
  }
}
