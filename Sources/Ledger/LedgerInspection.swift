package import HAL

/// A ledger as an engineer sees it, whole or broken, from a snapshot that nobody else writes to.
package struct LedgerInspection: Sendable {
  /// What the records before the damage come to; all of them when there is none.
  package private(set) var state = LedgerState()
  /// How many records can be trusted: all before the damage.
  package private(set) var recordCount = 0
  /// The first damage, always `.damaged`; nil when the ledger is whole.
  package private(set) var damage: LedgerError?

  /// Reads a snapshot; throws what keeps it from being read as a ledger at all.
  package init(
    of snapshot: borrowing LedgerSnapshot, protection: any RecordProtection
  ) throws(LedgerError) {
    let database = try Database(path: snapshot.path, vfs: nil)
    do throws(LedgerError) {
      if try Ledger.isEmpty(database) { return }
      try readRecords(of: database, protection)
      guard try database.text("PRAGMA quick_check(1)") == "ok" else {
        throw .damaged(sequence: 0, .structure)
      }
    } catch .damaged(let sequence, let kind) {
      damage = .damaged(sequence: sequence, kind)
    }
  }

  private mutating func readRecords(
    of database: borrowing Database, _ protection: any RecordProtection
  ) throws(LedgerError) {
    var state = LedgerState()
    var count = 0
    defer {
      self.state = state
      recordCount = count
    }
    try RecordChain.read(from: database, protection: protection) { entry in
      state.apply(entry.record)
      count = entry.sequence
    }
  }
}
