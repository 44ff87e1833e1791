package import HAL

/// Why the ledger can't be opened, read or written.
package enum LedgerError: Error, Hashable, Sendable {
  /// The file can't be opened; the code is SQLite's.
  case cannotOpen(code: Int32)
  /// Another process holds it.
  case inUse
  /// The file is a database of something else, or no database at all.
  case notALedger
  /// The file has a format of a later version.
  case laterFormat(found: Int, supported: Int)
  /// A restore was interrupted after its point of no return, and must be finished first.
  case restoreUnfinished
  /// The record with this sequence number, or the file itself when it is 0, is damaged.
  case damaged(sequence: Int, Damage)
  /// The record may not follow what stands in the ledger: an error of the caller.
  case refused(LedgerState.Refusal)
  /// No room on the disk.
  case full
  /// The disk failed; the code is SQLite's extended one.
  case inputOutput(code: Int32)
  /// The security module could not seal a record.
  case sealing(SecurityModuleError)

  /// What is wrong with a stored record.
  package enum Damage: Hashable, Sendable {
    /// SQLite finds the file inconsistent.
    case structure
    /// A record is missing before this one.
    case gap
    /// The seal does not fit: rot or tampering.
    case seal
    /// The bytes are no record.
    case body(RecordCodingError)
    /// The record contradicts those before it.
    case order(LedgerState.Refusal)
  }
}
