import CLinux
import EventLoop
import Glibc
import SystemPackage

/// Where a modem's bytes go.
package enum ModemLine: Hashable, Sendable {
  /// How fast a serial line is.
  package enum Speed: Hashable, Sendable {
    /// Bits a second.
    case fixed(Int)
    /// Whatever the modem answers at.
    case automatic
  }

  /// A device file; a stable name (`/dev/serial/by-path/…`) outlives the modem's plug.
  case device(path: String, speed: Speed, hasFlowControl: Bool = false)
  /// A serial line behind a network port, as ser2net makes it; the host is an address.
  case network(host: String, port: UInt16)

  /// Whether the speed has to be found.
  var findsSpeed: Bool {
    if case .device(_, .automatic, _) = self { true } else { false }
  }

  /// Opens it; a port that a network does not answer for takes until the deadline.
  func open(loop: EventLoop, until deadline: Duration) async throws(Errno) -> AsyncDescriptor {
    switch self {
    case .device(let path, let speed, let hasFlowControl):
      var baud: Int?
      if case .fixed(let fixed) = speed { baud = fixed }
      return try await SerialPort.open(
        path: path, baud: baud, flow: hasFlowControl ? .rtsCTS : .none, loop: loop,
        timeout: max(.zero, deadline - loop.uptime))
    case .network(let host, let port):
      return try await Self.connect(host, port, loop: loop, until: deadline)
    }
  }

  private static func connect(
    _ host: String, _ port: UInt16, loop: EventLoop, until deadline: Duration
  ) async throws(Errno) -> AsyncDescriptor {
    let (family, address) = try address(host, port)
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let raw = socket(family, kind, 0)
    guard raw >= 0 else { throw Errno(rawValue: errno) }
    // It is non-blocking from here on, and so is the attempt.
    let connection = AsyncDescriptor(FileDescriptor(rawValue: raw), loop: loop)
    let result = address.withUnsafeBytes {
      Glibc.connect(
        raw, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
    if result == 0 { return connection }
    guard errno == EINPROGRESS else { throw Errno(rawValue: errno) }
    try await connection.waitUntil(.writable, timeout: max(.zero, deadline - loop.uptime))
    var failure: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(raw, SOL_SOCKET, SO_ERROR, &failure, &length)
    guard failure == 0 else { throw Errno(rawValue: failure) }
    return connection
  }

  private static func address(
    _ host: String, _ port: UInt16
  ) throws(Errno) -> (family: Int32, bytes: [UInt8]) {
    var four = sockaddr_in()
    if inet_pton(AF_INET, host, &four.sin_addr) == 1 {
      four.sin_family = sa_family_t(AF_INET)
      four.sin_port = port.bigEndian
      return (AF_INET, withUnsafeBytes(of: four) { Array($0) })
    }
    var six = sockaddr_in6()
    guard inet_pton(AF_INET6, host, &six.sin6_addr) == 1 else { throw .invalidArgument }
    six.sin6_family = sa_family_t(AF_INET6)
    six.sin6_port = port.bigEndian
    return (AF_INET6, withUnsafeBytes(of: six) { Array($0) })
  }
}
