import Glibc
import SystemPackage

/// A lock on a ledger's file that SQLite in every other process respects, on damaged files too.
///
/// It covers the bytes that SQLite locks, and writes none. Source: SQLite, "Database File Format",
/// section 1.4 (the lock-byte page).
struct LedgerLock: ~Copyable {
  /// What others may do meanwhile.
  enum Kind {
    /// Read.
    case shared
    /// Nothing.
    case exclusive
  }

  /// The first of the lock bytes, and their number.
  private static let lockBytes = (start: 0x4000_0000, count: 512)
  /// F_OFD_SETLK of fcntl(2), which Swift's Glibc leaves out: the lock belongs to this descriptor,
  /// so that closing another one of the same file does not drop it.
  private static let setDescriptorLock: Int32 = 37

  private let descriptor: FileDescriptor

  /// Takes the lock at once, or throws `.inUse` when somebody has another.
  init(_ path: String, _ kind: Kind) throws(LedgerFileError) {
    descriptor = FileDescriptor(rawValue: try Self.lockedDescriptor(path, kind))
  }

  deinit { try? descriptor.close() }

  private static func lockedDescriptor(
    _ path: String, _ kind: Kind
  ) throws(LedgerFileError) -> Int32 {
    let access = kind == .shared ? O_RDONLY : O_RDWR
    let descriptor = open(path, access | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? .missing(path: path) : .failed(.read, path: path, Errno(rawValue: errno))
    }
    var lock = flock()
    lock.l_type = Int16(kind == .shared ? F_RDLCK : F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = Self.lockBytes.start
    lock.l_len = Self.lockBytes.count
    if fcntl(descriptor, setDescriptorLock, &lock) == 0 { return descriptor }
    let code = Errno(rawValue: errno)
    close(descriptor)
    throw code == .resourceTemporarilyUnavailable || code == .permissionDenied
      ? .inUse(path: path) : .failed(.read, path: path, code)
  }
}
