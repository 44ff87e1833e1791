import Glibc
package import SystemPackage

/// Unix sockets that never block.
package enum UnixStream {
  /// Connects to a socket that somebody listens on; on Linux this is done at once or fails.
  package static func connect(path: String) throws(Errno) -> FileDescriptor {
    let descriptor = try open()
    do throws(Errno) {
      try withAddress(path) { Glibc.connect(descriptor.rawValue, $0, $1) }
    } catch {
      try? descriptor.close()
      throw error
    }
    return descriptor
  }

  /// Listens at a path that nobody else has; whoever is done removes the file.
  package static func listen(path: String) throws(Errno) -> FileDescriptor {
    let descriptor = try open()
    do throws(Errno) {
      try withAddress(path) { Glibc.bind(descriptor.rawValue, $0, $1) }
      guard Glibc.listen(descriptor.rawValue, 8) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      try? descriptor.close()
      throw error
    }
    return descriptor
  }

  /// Takes a connection that waits; nil when none does.
  package static func accept(on listener: FileDescriptor) throws(Errno) -> FileDescriptor? {
    let descriptor = Glibc.accept(listener.rawValue, nil, nil)
    if descriptor >= 0 {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      return FileDescriptor(rawValue: descriptor)
    }
    let code = Errno(rawValue: errno)
    if code == .wouldBlock || code == .interrupted || code == .connectionAbort { return nil }
    throw code
  }

  /// Writes what fits and returns how many bytes that was; a peer that has gone is an error.
  package static func send(
    _ bytes: ArraySlice<UInt8>, on descriptor: FileDescriptor
  ) throws(Errno) -> Int {
    let count = bytes.withUnsafeBytes {
      Glibc.send(descriptor.rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    if count >= 0 { return count }
    let code = Errno(rawValue: errno)
    if code == .wouldBlock || code == .interrupted { return 0 }
    throw code
  }

  /// Reads what is there; nil when nothing is, empty at the end of the stream.
  package static func receive(on descriptor: FileDescriptor) throws(Errno) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = bytes.withUnsafeMutableBytes {
      Glibc.recv(descriptor.rawValue, $0.baseAddress, $0.count, 0)
    }
    if count >= 0 { return Array(bytes.prefix(count)) }
    let code = Errno(rawValue: errno)
    if code == .wouldBlock || code == .interrupted { return nil }
    throw code
  }

  private static func open() throws(Errno) -> FileDescriptor {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    return FileDescriptor(rawValue: descriptor)
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws(Errno) {
    var address = sockaddr_un()
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    let bytes = Array(path.utf8)
    guard bytes.count < capacity, !bytes.contains(0) else { throw .fileNameTooLong }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    if result != 0 { throw Errno(rawValue: errno) }
  }
}
