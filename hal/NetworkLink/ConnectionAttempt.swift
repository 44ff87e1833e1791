import EventLoop
import HAL
import SystemPackage

/// One try to reach the center: its name, each of its addresses, TLS; it can be called off.
final class ConnectionAttempt {
  private let resolver: NameResolver
  private let loop: EventLoop
  private var isCancelled = false
  private var connecting: AsyncDescriptor?
  private var securing: StreamConnection?

  init(resolver: NameResolver, loop: EventLoop) {
    self.resolver = resolver
    self.loop = loop
  }

  /// Ends the attempt; who waits for it gets `.system(code: ECANCELED)`.
  func cancel() {
    isCancelled = true
    resolver.cancelWait()
    connecting?.close()
    securing?.close()
  }

  /// Gives a connection that is ready for messages.
  func run(
    _ protection: TCPCenterLink.Protection, by deadline: Deadline
  ) async throws(CenterLinkError) -> StreamConnection {
    do {
      let addresses = try await resolver.resolve(timeout: deadline.remaining)
      try requireNotCancelled()
      let connection = try await connect(toOneOf: addresses, by: deadline)
      try requireNotCancelled()
      switch protection {
      case .plain: break
      case .tls(let configuration, let name):
        securing = connection
        try await connection.startTLS(configuration, name: name, timeout: deadline.remaining)
      }
      try requireNotCancelled()
      return connection
    } catch {
      throw isCancelled ? .closedHere : error
    }
  }

  /// Tries the addresses in order; each gets its share of the time that is left.
  func connect(
    toOneOf addresses: [SocketAddress], by deadline: Deadline
  ) async throws(CenterLinkError) -> StreamConnection {
    var failure = CenterLinkError.nameNotResolved
    for (index, address) in addresses.enumerated() {
      try requireNotCancelled()
      let share = deadline.remaining.map { $0 / (addresses.count - index) }
      do {
        return try await connect(to: address, timeout: share)
      } catch {
        if index == 0 || error.weight > failure.weight { failure = error }
      }
    }
    throw failure
  }

  private func connect(
    to address: SocketAddress, timeout: Duration?
  ) async throws(CenterLinkError) -> StreamConnection {
    do throws(Errno) {
      let socket = try TCPSocket.make(for: address)
      let descriptor = AsyncDescriptor(socket, loop: loop)
      connecting = descriptor
      defer { connecting = nil }
      try TCPSocket.startConnecting(socket.rawValue, to: address)
      try await descriptor.waitUntil(.writable, timeout: timeout)
      try TCPSocket.requireConnected(socket.rawValue)
      return StreamConnection(descriptor, loop: loop)
    } catch {
      throw CenterLinkError(error)
    }
  }

  private func requireNotCancelled() throws(CenterLinkError) {
    if isCancelled { throw .closedHere }
  }
}
