import Glibc
import SystemPackage

/// Files whose changes are on the disk when a call returns.
enum DurableFile {
  /// What tells one file from another under all of its names.
  struct Identity: Hashable {
    let device: UInt
    let inode: UInt
  }

  /// Whether something, of whatever kind, has this name.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// The file with this name; nil when there is none, an error when it is no ordinary file.
  static func identity(of path: String) throws(LedgerFileError) -> Identity? {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      let code = Errno(rawValue: errno)
      if code == .noSuchFileOrDirectory { return nil }
      throw .failed(.read, path: path, code)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
    return Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
  }

  /// Copies a file to a new one that only its owner can read.
  static func copy(_ source: String, to target: String) throws(LedgerFileError) {
    let input = try open(source, .readOnly)
    defer { try? input.close() }
    let output = try open(target, .writeOnly, creating: true)
    defer { try? output.close() }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count: Int
      do throws(Errno) {
        count = try read(input, &buffer)
      } catch {
        throw .failed(.read, path: source, error)
      }
      if count == 0 { return }
      do throws(Errno) {
        try write(buffer.prefix(count), to: output)
      } catch {
        throw .failed(.write, path: target, error)
      }
    }
  }

  /// Gives a file the owner and the rights of another, or of its folder's owner where that is
  /// missing, so that the terminal can open what an administrator made.
  static func adopt(_ path: String, like model: String) throws(LedgerFileError) {
    var status = stat()
    var rights: mode_t = 0o600
    if stat(model, &status) == 0 {
      rights = status.st_mode & 0o777
    } else if stat(folder(of: path), &status) != 0 {
      throw failure(.read, folder(of: path))
    }
    guard chmod(path, rights) == 0, chown(path, status.st_uid, status.st_gid) == 0 else {
      throw failure(.write, path)
    }
  }

  /// Makes what a file holds durable.
  static func sync(_ path: String) throws(LedgerFileError) {
    let descriptor = try open(path, .readOnly)
    defer { try? descriptor.close() }
    guard fsync(descriptor.rawValue) == 0 else { throw failure(.write, path) }
  }

  /// Makes the names in the folder of a file durable.
  static func syncFolder(of path: String) throws(LedgerFileError) {
    try sync(folder(of: path))
  }

  /// Gives a file a second name, which must be free.
  static func link(_ path: String, as name: String) throws(LedgerFileError) {
    guard Glibc.link(path, name) == 0 else {
      throw errno == EEXIST ? .exists(path: name) : failure(.link, name)
    }
  }

  /// Gives a file another name, in place of the file that has it.
  static func replace(_ name: String, by path: String) throws(LedgerFileError) {
    guard rename(path, name) == 0 else { throw failure(.rename, name) }
  }

  /// Removes a name, if there is one.
  static func remove(_ path: String) throws(LedgerFileError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw failure(.rename, path) }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  }

  private static func failure(
    _ operation: LedgerFileError.Operation, _ path: String
  ) -> LedgerFileError {
    .failed(operation, path: path, Errno(rawValue: errno))
  }

  private static func open(
    _ path: String, _ mode: FileDescriptor.AccessMode, creating: Bool = false
  ) throws(LedgerFileError) -> FileDescriptor {
    let flags = O_CLOEXEC | mode.rawValue | (creating ? O_CREAT | O_EXCL : 0)
    let descriptor = Glibc.open(path, flags, 0o600)
    if descriptor >= 0 { return FileDescriptor(rawValue: descriptor) }
    switch errno {
    case ENOENT where !creating: throw .missing(path: path)
    case EEXIST: throw .exists(path: path)
    default: throw failure(creating ? .write : .read, path)
    }
  }

  private static func read(
    _ descriptor: FileDescriptor, _ buffer: inout [UInt8]
  ) throws(Errno) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes {
        Glibc.read(descriptor.rawValue, $0.baseAddress, $0.count)
      }
      if count >= 0 { return count }
      let code = Errno(rawValue: errno)
      if code != .interrupted { throw code }
    }
  }

  private static func write(
    _ bytes: ArraySlice<UInt8>, to descriptor: FileDescriptor
  ) throws(Errno) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.write(descriptor.rawValue, $0.baseAddress, $0.count)
      }
      let code = Errno(rawValue: errno)
      guard count >= 0 || code == .interrupted else { throw code }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
