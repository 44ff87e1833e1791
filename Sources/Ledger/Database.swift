import CSQLite

/// A connection to an SQLite file, closed when it goes.
struct Database: ~Copyable {
  private let handle: OpaquePointer

  /// Opens or creates the file at `path` on the disk that the VFS stands for.
  init(path: String, vfs: String?) throws(LedgerError) {
    var handle: OpaquePointer?
    let flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(path, &handle, flags, vfs)
    guard let handle, code == SQLITE_OK else {
      sqlite3_close_v2(handle)
      throw .cannotOpen(code: code)
    }
    self.handle = handle
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements that return nothing of interest.
  func execute(_ sql: String) throws(LedgerError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw Self.error(code) }
  }

  /// The first column of the first row as a number; 0 without a row.
  func number(_ sql: String) throws(LedgerError) -> Int {
    let statement = try Statement(sql, on: self)
    return try statement.step() ? statement.number(0) : 0
  }

  /// The first column of the first row as a text; empty without a row.
  func text(_ sql: String) throws(LedgerError) -> String {
    let statement = try Statement(sql, on: self)
    return try statement.step() ? statement.text(0) : ""
  }

  /// Writes a compact copy to a new file.
  func copy(to path: String) throws(LedgerError) {
    let statement = try Statement("VACUUM INTO ?", on: self)
    statement.bind(path, at: 1)
    _ = try statement.step()
  }

  /// The error that an SQLite result code stands for.
  static func error(_ code: Int32) -> LedgerError {
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: .inUse
    case SQLITE_NOTADB: .notALedger
    case SQLITE_CORRUPT: .damaged(sequence: 0, .structure)
    case SQLITE_FULL: .full
    case SQLITE_CANTOPEN: .cannotOpen(code: code)
    default: .inputOutput(code: code)
    }
  }

  /// A compiled statement, finalised when it goes.
  struct Statement: ~Copyable {
    private let handle: OpaquePointer

    init(_ sql: String, on database: borrowing Database) throws(LedgerError) {
      var handle: OpaquePointer?
      let code = sqlite3_prepare_v3(
        database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
      guard let handle, code == SQLITE_OK else { throw Database.error(code) }
      self.handle = handle
    }

    deinit { sqlite3_finalize(handle) }

    /// Makes the statement ready to run again.
    func reset() { sqlite3_reset(handle) }

    /// Goes to the next row; false when there is none.
    func step() throws(LedgerError) -> Bool {
      let code = sqlite3_step(handle)
      switch code {
      case SQLITE_ROW: return true
      case SQLITE_DONE: return false
      default: throw Database.error(code)
      }
    }

    func bind(_ number: Int, at index: Int32) { sqlite3_bind_int64(handle, index, Int64(number)) }

    func bind(_ bytes: [UInt8], at index: Int32) {
      _ = bytes.withUnsafeBytes {
        lianji_sqlite_bind_bytes(handle, index, $0.baseAddress, Int32($0.count))
      }
    }

    func bind(_ text: String, at index: Int32) {
      lianji_sqlite_bind_text(handle, index, text, Int32(text.utf8.count))
    }

    func number(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }

    func bytes(_ column: Int32) -> [UInt8] {
      let count = Int(sqlite3_column_bytes(handle, column))
      guard count > 0, let start = sqlite3_column_blob(handle, column) else { return [] }
      return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }
  }
}
