package import HAL
package import PaymentTypes

/// A disk of its own for a ledger, such as the simulator's.
package protocol LedgerDisk: AnyObject {
  /// The name of the SQLite VFS that stands for it.
  var vfs: String { get }
}

/// The terminal's books: records that survive a power cut at any instant.
///
/// One SQLite file in WAL mode, held exclusively, every commit synced. Each record carries a seal
/// that covers the one before, so that rot and tampering are found at the next start. A ledger
/// that is damaged is never written to: opening it throws, and people decide.
package final class Ledger {
  /// How a ledger is laid out on its disk.
  package struct Layout {
    /// The disk; nil for the system's files.
    package var disk: (any LedgerDisk)?
    /// Room that is kept for closing out, reversing and settling (money rule 14).
    package var reserveByteCount: Int

    /// The layout of a board: 4 MiB are kept.
    package init(disk: (any LedgerDisk)? = nil, reserveByteCount: Int = 4 << 20) {
      self.disk = disk
      self.reserveByteCount = reserveByteCount
    }
  }

  /// A record with its place.
  package struct Entry: Hashable, Sendable {
    /// Counted from 1, without gaps.
    package let sequence: Int
    /// The record.
    package let record: LedgerRecord
  }

  /// The version of the stored format.
  package static let format = 1
  /// Marks the file as a ledger: `LIAN`.
  private static let applicationIdentifier = 0x4C49_414E
  /// Trace numbers are reserved in blocks of this size, so that a crash skips some of them.
  private static let traceBlock = 16
  /// A commit reserves the next block when fewer numbers than this are left.
  private static let lowTraces = 6

  /// What all records come to.
  package private(set) var state = LedgerState()
  /// The number of records.
  package private(set) var recordCount = 0

  private let database: Database
  private let insert: Database.Statement
  private let begin: Database.Statement
  private let commitStatement: Database.Statement
  private let rollback: Database.Statement
  private let protection: any RecordProtection
  // After the statements: the disk must outlive the connection.
  private let layout: Layout
  private var lastSeal = [UInt8](repeating: 0, count: 32)
  private var usedTrace = 0
  private var tracesLeft = 0

  /// Opens the ledger at `path`, creating it when there is none, and checks every record.
  package init(
    path: String, layout: Layout = Layout(), protection: any RecordProtection
  ) throws(LedgerError) {
    self.protection = protection
    self.layout = layout
    if layout.disk == nil, LedgerRestoration.isUnfinished(at: path) { throw .restoreUnfinished }
    database = try Database(path: path, vfs: layout.disk?.vfs)
    try Self.prepare(database, reserveByteCount: layout.reserveByteCount)
    insert = try Database.Statement(
      "INSERT INTO record (sequence, kind, batch, trace, body, seal) VALUES (?, ?, ?, ?, ?, ?)",
      on: database)
    begin = try Database.Statement("BEGIN IMMEDIATE", on: database)
    commitStatement = try Database.Statement("COMMIT", on: database)
    rollback = try Database.Statement("ROLLBACK", on: database)
    try load()
    usedTrace = state.reservedTrace
  }

  /// Reads every record in order, checking seals, order and meaning.
  package func entries() throws(LedgerError) -> [Entry] {
    var entries: [Entry] = []
    try RecordChain.read(from: database, protection: protection) { entries.append($0) }
    return entries
  }

  /// Adds records in one durable step: all of them or, when it throws, none.
  ///
  /// They may not depend on each other: each is checked against what stood before.
  package func commit(_ records: LedgerRecord...) throws(LedgerError) {
    try commit(records)
  }

  /// Adds records in one durable step: all of them or, when it throws, none.
  package func commit(_ records: [LedgerRecord]) throws(LedgerError) {
    for record in records { try check(record) }
    var records = records
    if tracesLeft < Self.lowTraces, let reservation = nextReservation() {
      records.append(.tracesReserved(upTo: reservation))
    }
    try write(records)
  }

  /// The next trace number, reserved durably before it is returned.
  package func takeTrace() throws(LedgerError) -> SystemTraceAuditNumber {
    if tracesLeft == 0, let reservation = nextReservation() {
      try write([.tracesReserved(upTo: reservation)])
    }
    guard let trace = SystemTraceAuditNumber(usedTrace % 999_999 + 1) else {
      preconditionFailure("a number from 1 to 999,999 is a trace number")
    }
    usedTrace = trace.number
    tracesLeft -= 1
    return trace
  }

  /// Skips trace numbers, because a ledger from a backup does not know which were used since.
  package func skipTraces(_ count: Int) throws(LedgerError) {
    let last = (usedTrace + tracesLeft + count - 1) % 999_999 + 1
    guard let upTo = SystemTraceAuditNumber(last) else { return }
    try write([.tracesReserved(upTo: upTo)])
    usedTrace = upTo.number
    tracesLeft = 0
  }

  /// Whether there is room for another sale and for closing out afterwards.
  package func hasRoomForSale() throws(LedgerError) -> Bool {
    let freeBytes =
      try database.number("PRAGMA freelist_count") * database.number("PRAGMA page_size")
    if freeBytes >= layout.reserveByteCount / 2 { return true }
    do throws(LedgerError) {
      try Self.reserve(layout.reserveByteCount, in: database)
      return true
    } catch .full {
      return false
    }
  }

  /// Writes a copy of the whole ledger to a new file at `path`.
  package func backUp(to path: String) throws(LedgerError) { try database.copy(to: path) }

  private func check(_ record: LedgerRecord) throws(LedgerError) {
    do throws(LedgerState.Refusal) {
      try state.check(record)
    } catch {
      throw .refused(error)
    }
  }

  private func nextReservation() -> SystemTraceAuditNumber? {
    let last = (usedTrace + tracesLeft + Self.traceBlock - 1) % 999_999 + 1
    return SystemTraceAuditNumber(last)
  }

  private func write(_ records: [LedgerRecord]) throws(LedgerError) {
    var seal = lastSeal
    do throws(LedgerError) {
      try run(begin)
      for (index, record) in records.enumerated() {
        seal = try add(record, sequence: recordCount + 1 + index, after: seal)
      }
      try run(commitStatement)
    } catch {
      // The failure may have ended the transaction by itself; then there is nothing to roll back.
      try? run(rollback)
      throw error
    }
    lastSeal = seal
    recordCount += records.count
    for record in records {
      state.apply(record)
      if case .tracesReserved = record { tracesLeft += Self.traceBlock }
    }
  }

  private func run(_ statement: borrowing Database.Statement) throws(LedgerError) {
    defer { statement.reset() }
    _ = try statement.step()
  }

  private func add(
    _ record: LedgerRecord, sequence: Int, after previous: [UInt8]
  ) throws(LedgerError) -> [UInt8] {
    let body = record.body
    let seal = try RecordChain.seal(
      sequence: sequence, kind: record.kind, body: body, after: previous, by: protection)
    defer { insert.reset() }
    insert.bind(sequence, at: 1)
    insert.bind(Int(record.kind), at: 2)
    insert.bind(record.identity?.batch.number ?? 0, at: 3)
    insert.bind(record.identity?.trace.number ?? 0, at: 4)
    insert.bind(body, at: 5)
    insert.bind(seal, at: 6)
    _ = try insert.step()
    return seal
  }

  private func load() throws(LedgerError) {
    var state = LedgerState()
    var count = 0
    let seal = try RecordChain.read(from: database, protection: protection) { entry in
      state.apply(entry.record)
      count = entry.sequence
    }
    self.state = state
    recordCount = count
    lastSeal = seal
  }
}

extension Ledger {
  /// Whether nothing was ever written; throws when the file is no ledger that this version reads.
  static func isEmpty(_ database: borrowing Database) throws(LedgerError) -> Bool {
    let identifier = try database.number("PRAGMA application_id")
    let found = try database.number("PRAGMA user_version")
    let tables = try database.number("SELECT count(*) FROM sqlite_schema")
    if identifier == 0, found == 0, tables == 0 { return true }
    guard identifier == applicationIdentifier else { throw .notALedger }
    guard found <= format else { throw .laterFormat(found: found, supported: format) }
    return false
  }

  private static func prepare(
    _ database: borrowing Database, reserveByteCount: Int
  ) throws(LedgerError) {
    // The state lives in memory anyway: the pages of one commit are plenty.
    try database.execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -128")
    let isNew = try isEmpty(database)
    guard try database.text("PRAGMA journal_mode = WAL") == "wal" else { throw .notALedger }
    try database.execute("PRAGMA synchronous = FULL")
    guard isNew else {
      guard try database.text("PRAGMA quick_check(1)") == "ok" else {
        throw .damaged(sequence: 0, .structure)
      }
      return
    }
    try database.execute(
      """
      BEGIN IMMEDIATE;
      CREATE TABLE record (
        sequence INTEGER PRIMARY KEY, kind INTEGER NOT NULL, batch INTEGER NOT NULL,
        trace INTEGER NOT NULL, body BLOB NOT NULL, seal BLOB NOT NULL) STRICT;
      PRAGMA application_id = \(applicationIdentifier);
      PRAGMA user_version = \(format);
      COMMIT;
      """)
    try reserve(reserveByteCount, in: database)
  }

  /// Makes the file grow and leaves the new pages free, so that later writes need no room.
  ///
  /// The write-ahead log grows to its working size in passing.
  private static func reserve(
    _ byteCount: Int, in database: borrowing Database
  ) throws(LedgerError) {
    try database.execute(
      """
      BEGIN IMMEDIATE;
      CREATE TABLE reserve (room BLOB);
      INSERT INTO reserve VALUES (zeroblob(\(byteCount)));
      DROP TABLE reserve;
      COMMIT;
      PRAGMA wal_checkpoint(RESTART);
      """)
  }
}

extension LedgerRecord {
  /// The transaction that the record is about, if any.
  package var identity: TransactionIdentity? {
    switch self {
    case .intent(let intent): intent.identity
    case .outcome(let identity, _), .scriptNotificationDelivered(let identity),
      .slipPrinted(let identity, _):
      identity
    case .tracesReserved, .signedIn, .settlementStarted, .settlementAnswered,
      .uploadAcknowledged, .batchClosed, .settlementSlipPrinted:
      nil
    }
  }
}
