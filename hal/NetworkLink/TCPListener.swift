import CLinux
package import EventLoop
import Glibc
package import SystemPackage

/// Waits for connections, as a center does.
package final class TCPListener {
  /// Connections that the kernel holds until they are accepted.
  private static let backlog: Int32 = 64

  private let loop: EventLoop
  private let descriptor: AsyncDescriptor
  /// Where it listens; a port 0 that was asked for has become the real one.
  package let address: SocketAddress

  /// Listens at a numeric address; throws `.addressInUse` when somebody else does.
  package init(_ address: SocketAddress, loop: EventLoop) throws(Errno) {
    let socket = try TCPSocket.make(for: address)
    self.loop = loop
    descriptor = AsyncDescriptor(socket, loop: loop)
    let raw = socket.rawValue
    // A port that closed connections still hold may be taken again at once.
    TCPSocket.set(raw, SOL_SOCKET, SO_REUSEADDR, 1)
    guard address.withPointer({ bind(raw, $0, $1) }) == 0, listen(raw, Self.backlog) == 0,
      let own = Self.ownAddress(raw)
    else { throw Errno(rawValue: errno) }
    self.address = own
  }

  /// Waits for the next connection; throws `.timedOut`, or `.badFileDescriptor` when closed.
  package func accept(timeout: Duration?) async throws(Errno) -> StreamConnection {
    while true {
      guard let raw = descriptor.rawValue else { throw .badFileDescriptor }
      let connected = Glibc.accept(raw, nil, nil)
      if connected >= 0 {
        _ = fcntl(connected, F_SETFD, FD_CLOEXEC)
        let descriptor = AsyncDescriptor(FileDescriptor(rawValue: connected), loop: loop)
        return StreamConnection(descriptor, loop: loop)
      }
      switch Errno(rawValue: errno) {
      case .wouldBlock: try await descriptor.waitUntil(.readable, timeout: timeout)
      // Whoever knocked has gone again.
      case .interrupted, .connectionAbort: continue
      case let error: throw error
      }
    }
  }

  /// Stops listening and wakes who waits; accepted connections stay.
  package func close() { descriptor.close() }

  private static func ownAddress(_ raw: Int32) -> SocketAddress? {
    var storage = sockaddr_storage()
    var byteCount = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(raw, $0, &byteCount) == 0
          ? SocketAddress($0, byteCount: Int(byteCount)) : nil
      }
    }
  }
}
