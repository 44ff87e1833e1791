import CLinux
package import EventLoop
import Glibc
package import MockDevices
package import SystemPackage

/// A TCP or Unix-domain port with an emulated device behind it, for one client at a time.
///
/// A second client waits until the first has gone, as with network printers on port 9100.
package final class ListeningPort {
  private let loop: EventLoop
  private let device: any EmulatedByteDevice
  private var listener: FileDescriptor?
  private var client: DescriptorPump?
  private let unixPath: String?
  /// The TCP port; nil for a Unix-domain socket.
  package let number: UInt16?

  /// Listens on a TCP port of the loopback; 0 lets the system choose one.
  package init(
    _ device: any EmulatedByteDevice, port: UInt16 = 0, loop: EventLoop
  ) throws(Errno) {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let listener = try Self.listen(AF_INET, address)
    var bound = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutableBytes(of: &bound) {
      getsockname(
        listener.rawValue, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
    }
    guard result == 0 else { throw Errno(rawValue: errno) }
    self.loop = loop
    self.device = device
    self.listener = listener
    unixPath = nil
    number = UInt16(bigEndian: bound.sin_port)
    accept()
  }

  /// Listens on a Unix-domain socket at `path`; what stood there is replaced.
  package init(
    _ device: any EmulatedByteDevice, path: String, loop: EventLoop
  ) throws(Errno) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let capacity = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard bytes.count <= capacity else { throw .fileNameTooLong }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    Glibc.unlink(path)
    listener = try Self.listen(AF_UNIX, address)
    self.loop = loop
    self.device = device
    unixPath = path
    number = nil
    accept()
  }

  /// Listens on an abstract Unix socket, which has a name and no file.
  package init(
    _ device: any EmulatedByteDevice, abstractName name: String, loop: EventLoop
  ) throws(Errno) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // A zero byte, then the name; the length ends it.
    let bytes = [0] + Array(name.utf8)
    guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else {
      throw .fileNameTooLong
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = MemoryLayout.size(ofValue: address.sun_family) + bytes.count
    listener = try Self.listen(AF_UNIX, address, length: length)
    self.loop = loop
    self.device = device
    unixPath = nil
    number = nil
    accept()
  }

  deinit { close() }

  /// Hangs up on the client, if there is one.
  package func hangUp() { client.take()?.close() }

  /// Hangs up and listens no more.
  package func close() {
    hangUp()
    guard let listener = listener.take() else { return }
    loop.unwatch(listener, for: .readable)
    try? listener.close()
    if let unixPath { Glibc.unlink(unixPath) }
  }

  private static func listen<Address>(
    _ family: Int32, _ address: Address, length: Int = MemoryLayout<Address>.size
  ) throws(Errno) -> FileDescriptor {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let raw = socket(family, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard raw >= 0 else { throw Errno(rawValue: errno) }
    let listener = FileDescriptor(rawValue: raw)
    var one: Int32 = 1
    setsockopt(raw, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    let result = withUnsafeBytes(of: address) {
      bind(raw, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(length))
    }
    guard result == 0, Glibc.listen(raw, 1) == 0 else {
      let failure = Errno(rawValue: errno)
      try? listener.close()
      throw failure
    }
    return listener
  }

  private func accept() {
    guard let listener else { return }
    loop.watch(listener, for: .readable) { [weak self] in self?.acceptOne() }
  }

  private func acceptOne() {
    guard let listener, client == nil else { return }
    let raw = Glibc.accept(listener.rawValue, nil, nil)
    guard raw >= 0 else { return }
    _ = fcntl(raw, F_SETFD, FD_CLOEXEC)
    // The next one waits in the backlog, unwatched, or the loop would spin.
    loop.unwatch(listener, for: .readable)
    let pump = DescriptorPump(FileDescriptor(rawValue: raw), device: device, loop: loop)
    pump.onEnd = { [weak self] in
      self?.client = nil
      self?.accept()
    }
    client = pump
    pump.start()
  }
}
