import CLinux
import EventLoop
import Glibc
import HAL
import SystemPackage

/// Opens the way to a printer.
enum PrinterConnection {
  static func open(
    _ address: PrinterAddress, loop: EventLoop, until deadline: Duration
  ) async throws(Errno) -> AsyncDescriptor {
    switch address {
    case .device(let path, let baud): try openDevice(path, baud: baud, loop: loop)
    case .tcp(let host, let port):
      try await connect(loop: loop, until: deadline, try internetAddress(host, port))
    case .unix(let path):
      try await connect(loop: loop, until: deadline, try unixAddress(path))
    }
  }

  /// A terminal is set up as a serial line; a printer device takes bytes as they are.
  private static func openDevice(
    _ path: String, baud: Int?, loop: EventLoop
  ) throws(Errno) -> AsyncDescriptor {
    let raw = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard raw >= 0 else { throw Errno(rawValue: errno) }
    let device = AsyncDescriptor(FileDescriptor(rawValue: raw), loop: loop)
    if isatty(raw) == 0 { return device }
    device.close()
    return try SerialPort.open(path: path, baud: baud, loop: loop)
  }

  private static func connect(
    loop: EventLoop, until deadline: Duration, _ address: [UInt8]
  ) async throws(Errno) -> AsyncDescriptor {
    let family = address.withUnsafeBytes { $0.loadUnaligned(as: sa_family_t.self) }
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let raw = socket(Int32(family), kind, 0)
    guard raw >= 0 else { throw Errno(rawValue: errno) }
    // It is non-blocking from here on, and so is the attempt.
    let connection = AsyncDescriptor(FileDescriptor(rawValue: raw), loop: loop)
    let result = address.withUnsafeBytes {
      Glibc.connect(
        raw, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
    if result == 0 { return connection }
    guard errno == EINPROGRESS || errno == EAGAIN else { throw Errno(rawValue: errno) }
    try await connection.waitUntil(.writable, timeout: max(.zero, deadline - loop.uptime))
    var failure: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(raw, SOL_SOCKET, SO_ERROR, &failure, &length)
    guard failure == 0 else { throw Errno(rawValue: failure) }
    return connection
  }

  private static func internetAddress(_ host: String, _ port: UInt16) throws(Errno) -> [UInt8] {
    var four = sockaddr_in()
    if inet_pton(AF_INET, host, &four.sin_addr) == 1 {
      four.sin_family = sa_family_t(AF_INET)
      four.sin_port = port.bigEndian
      return withUnsafeBytes(of: four) { Array($0) }
    }
    var six = sockaddr_in6()
    guard inet_pton(AF_INET6, host, &six.sin6_addr) == 1 else { throw .invalidArgument }
    six.sin6_family = sa_family_t(AF_INET6)
    six.sin6_port = port.bigEndian
    return withUnsafeBytes(of: six) { Array($0) }
  }

  private static func unixAddress(_ path: String) throws(Errno) -> [UInt8] {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw .fileNameTooLong
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafeBytes(of: address) { Array($0) }
  }
}
