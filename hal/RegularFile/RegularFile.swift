import Glibc
import SystemPackage

/// A file that somebody named, read without ever waiting for it.
///
/// What stands at a path may be anything: opening a pipe waits for a writer, and reading a device
/// may wait for ever. Both are refused, and so are folders.
package enum RegularFile {
  /// Why there are no bytes to be had.
  package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// It can't be opened or read; the code is errno.
    case unreadable(code: Int32)
    /// It is a pipe, a device, a socket or a folder.
    case notRegular
    /// It has more bytes than were asked for at most.
    case tooLong(limit: Int)

    package var description: String {
      switch self {
      case .unreadable(let code): "\(Errno(rawValue: code))"
      case .notRegular: "no regular file but a pipe, a device or a folder"
      case .tooLong(let limit): "more than \(limit) bytes"
      }
    }
  }

  /// All bytes of the file.
  package static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    let file = try open(path)
    defer { try? file.close() }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count: Int
      do {
        count = try chunk.withUnsafeMutableBytes { try file.read(into: $0) }
      } catch {
        throw .unreadable(code: (error as? Errno)?.rawValue ?? EIO)
      }
      if count == 0 { return bytes }
      guard bytes.count + count <= limit else { throw .tooLong(limit: limit) }
      bytes += chunk.prefix(count)
    }
  }

  /// Sees that a library which takes a path can read the file and will not wait for it.
  package static func check(_ path: String) throws(Failure) {
    let file = try open(path)
    try? file.close()
  }

  private static func open(_ path: String) throws(Failure) -> FileDescriptor {
    let raw = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard raw >= 0 else { throw .unreadable(code: errno) }
    let file = FileDescriptor(rawValue: raw)
    var status = Glibc.stat()
    guard fstat(raw, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      try? file.close()
      throw .notRegular
    }
    return file
  }
}
