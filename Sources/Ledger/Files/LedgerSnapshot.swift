import Glibc
import SystemPackage

/// A private copy of a ledger's file and of its write-ahead log, removed when it goes.
///
/// SQLite can't read a file with a log beside it without writing somewhere; so that a damaged
/// ledger, or one that is evidence, keeps every byte, the copy is what gets opened.
package struct LedgerSnapshot: ~Copyable {
  /// What SQLite may have put beside a database and needs to read it.
  static let companions = ["-wal", "-journal"]

  /// The copy of the ledger's file.
  let path: String
  private let folder: String

  /// Copies the ledger at `origin`; throws `.inUse` while a terminal runs on it.
  package init(of origin: String) throws(LedgerFileError) {
    let lock = try LedgerLock(origin, .shared)
    folder = try Self.makeFolder(with: origin)
    path = Self.path(in: folder)
    _ = consume lock
  }

  deinit { Self.remove(folder) }

  /// Writes a compact copy to a new file at `target`.
  package func write(to target: String) throws(LedgerError) {
    try Database(path: path, vfs: nil).copy(to: target)
  }

  private static func path(in folder: String) -> String { folder + "/ledger.sqlite" }

  private static func makeFolder(with origin: String) throws(LedgerFileError) -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/lianji-ledger-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw .failed(.write, path: parent, Errno(rawValue: errno))
    }
    let folder = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do throws(LedgerFileError) {
      try DurableFile.copy(origin, to: path(in: folder))
      for companion in companions where DurableFile.exists(origin + companion) {
        try DurableFile.copy(origin + companion, to: path(in: folder) + companion)
      }
    } catch {
      remove(folder)
      throw error
    }
    return folder
  }

  private static func remove(_ folder: String) {
    for suffix in [""] + companions + ["-shm"] { unlink(path(in: folder) + suffix) }
    rmdir(folder)
  }
}
