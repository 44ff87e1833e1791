import CLinux
import EventLoop
import Glibc
import HAL
import SystemPackage

/// A printer at a TCP port.
///
/// It serves one client at a time, and knows the end of a job only by the end of the connection.
final class NetworkPrinterPort: PrinterPort {
  /// A printer that was switched off is found out after 5 + 3 × 2 seconds of silence.
  private static let keepalive: [(name: Int32, seconds: Int32)] = [
    (Int32(TCP_KEEPIDLE), 5), (Int32(TCP_KEEPINTVL), 2), (Int32(TCP_KEEPCNT), 3),
  ]

  private let connection: AsyncDescriptor
  private let loop: EventLoop

  let isExclusive = true

  private init(_ connection: AsyncDescriptor, loop: EventLoop) {
    self.connection = connection
    self.loop = loop
  }

  static func connect(
    host: String, port: UInt16, loop: EventLoop, timeout: Duration
  ) async throws(Errno) -> NetworkPrinterPort {
    let address = try address(host, port)
    let family = address.withUnsafeBytes { $0.loadUnaligned(as: sa_family_t.self) }
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let raw = socket(Int32(family), kind, 0)
    guard raw >= 0 else { throw Errno(rawValue: errno) }
    // It is non-blocking from here on, and so is the attempt.
    let connection = AsyncDescriptor(FileDescriptor(rawValue: raw), loop: loop)
    setOptions(of: raw)
    let result = address.withUnsafeBytes {
      Glibc.connect(
        raw, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
    if result != 0 {
      guard errno == EINPROGRESS else { throw Errno(rawValue: errno) }
      try await connection.waitUntil(.writable, timeout: timeout)
      var failure: Int32 = 0
      var length = socklen_t(MemoryLayout<Int32>.size)
      getsockopt(raw, SOL_SOCKET, SO_ERROR, &failure, &length)
      guard failure == 0 else { throw Errno(rawValue: failure) }
    }
    return NetworkPrinterPort(connection, loop: loop)
  }

  func read(timeout: Duration) async throws(Errno) -> [UInt8] {
    let bytes = try await connection.read(timeout: timeout)
    if bytes.isEmpty { throw .brokenPipe }
    return bytes
  }

  func write(_ bytes: [UInt8], timeout: Duration) async throws(Errno) {
    let deadline = loop.uptime + timeout
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = try await connection.writeSome(
        rest, timeout: max(.zero, deadline - loop.uptime))
      rest = rest.dropFirst(count)
    }
  }

  /// Half closes, and reads until the printer closes too: so nothing is on the way any more when
  /// the connection goes.
  func finish(timeout: Duration) async {
    guard let descriptor = connection.rawValue, shutdown(descriptor, Int32(SHUT_WR)) == 0
    else { return }
    let deadline = loop.uptime + timeout
    while loop.uptime < deadline {
      guard let bytes = try? await connection.read(timeout: deadline - loop.uptime),
        !bytes.isEmpty
      else { return }
    }
  }

  func close() { connection.close() }

  private static func setOptions(of socket: Int32) {
    var one: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    // A question of three bytes must not wait for an acknowledgement.
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, size)
    setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &one, size)
    for var option in keepalive {
      setsockopt(socket, Int32(IPPROTO_TCP), option.name, &option.seconds, size)
    }
  }

  private static func address(_ host: String, _ port: UInt16) throws(Errno) -> [UInt8] {
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
}
