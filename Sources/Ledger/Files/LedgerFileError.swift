package import SystemPackage

/// Why a file of a ledger can't be copied, kept or put in place.
package enum LedgerFileError: Error, Hashable, Sendable {
  /// What was tried.
  package enum Operation: String, Hashable, Sendable {
    /// Opening or reading.
    case read
    /// Creating, writing or making durable.
    case write
    /// Giving a file a second name, which the file system must allow.
    case link
    /// Removing or replacing a name.
    case rename
  }

  /// There is no such file.
  case missing(path: String)
  /// There is a file already, and it is not overwritten.
  case exists(path: String)
  /// It is a folder, a symbolic link or a device.
  case notAFile(path: String)
  /// A running terminal holds the ledger.
  case inUse(path: String)
  /// A restore of this ledger was interrupted and must be finished before another begins.
  case restoreUnfinished(path: String)
  /// No restore of this ledger is unfinished.
  case nothingToFinish(path: String)
  /// What the file holds is no ledger, or a damaged one.
  case unusable(path: String, LedgerError)
  /// The system refused.
  case failed(Operation, path: String, Errno)
}
