import EventLoop
import Glibc
package import HAL
import SystemPackage

/// One TCP connection, plain or with TLS, whichever side began it.
///
/// One reader and one writer at a time; a second gets `.system(code: EALREADY)`. Everything happens
/// on the loop. The last holder's letting go closes it.
package final class StreamConnection {
  private let loop: EventLoop
  private let descriptor: AsyncDescriptor
  private var tls: TLSSession?
  private var incoming: [UInt8] = []
  private var outgoing: [UInt8] = []
  private var isReceiving = false
  private var isSending = false
  private var hasPeerEnded = false

  /// What protects it, and what it therefore proves.
  package private(set) var security = CenterLinkSecurity.plain

  /// Takes over a connected socket.
  init(_ descriptor: AsyncDescriptor, loop: EventLoop) {
    self.descriptor = descriptor
    self.loop = loop
    if let raw = descriptor.rawValue { TCPSocket.configure(raw) }
  }

  deinit { close() }

  /// Whether nobody on this side has closed it.
  package var isOpen: Bool { descriptor.rawValue != nil }

  /// Proves that the other side is `name` (a host name or numeric address), and encrypts from now.
  ///
  /// Throws `.certificateOutOfDate`, `.certificateNotTrusted`, `.handshakeFailed`, `.timedOut`.
  /// The certificate's dates are held against the system's clock.
  package func startTLS(
    _ configuration: TLSClientConfiguration, name: String, timeout: Duration?
  ) async throws(CenterLinkError) {
    try await handshake(configuration.session(name: name), timeout: timeout)
    security = .authenticated(name: name)
  }

  /// Shows who this side is, and encrypts from now on; the other side stays unproven.
  package func startTLS(
    _ configuration: TLSServerConfiguration, timeout: Duration?
  ) async throws(CenterLinkError) {
    try await handshake(configuration.session(), timeout: timeout)
  }

  /// Sends all bytes within the time-out; when it throws, some of them may have left.
  package func send(_ bytes: [UInt8], timeout: Duration?) async throws(CenterLinkError) {
    guard !isSending else { throw .busy }
    isSending = true
    defer { isSending = false }
    if let tls {
      try tls.encrypt(bytes)
      outgoing += tls.takeOutput()
    } else {
      outgoing += bytes
    }
    try await flush(by: Deadline(timeout, clock: loop))
  }

  /// Waits for bytes and returns what has come, at least one; the end of the stream is an error.
  package func receive(timeout: Duration?) async throws(CenterLinkError) -> [UInt8] {
    guard !isReceiving else { throw .busy }
    isReceiving = true
    defer { isReceiving = false }
    let deadline = Deadline(timeout, clock: loop)
    while incoming.isEmpty {
      if hasPeerEnded { throw .closedByPeer }
      try take(try await read(by: deadline))
    }
    defer { incoming = [] }
    return incoming
  }

  /// Whether the connection has ended, as far as can be told without waiting.
  ///
  /// Bytes that have come meanwhile are kept for `receive`.
  package func hasEnded() -> Bool {
    guard !isReceiving, !hasPeerEnded else { return hasPeerEnded || !isOpen }
    do throws(CenterLinkError) {
      while !hasPeerEnded, let bytes = try readNow() { try take(bytes) }
    } catch {
      hasPeerEnded = true
    }
    return hasPeerEnded
  }

  /// Closes at once and wakes who waits, with `.system(code: ECANCELED)`.
  package func close() {
    if let tls = tls.take() {
      tls.end()
      // The last word of TLS: it goes if there is room, and nobody waits for it.
      if !isSending, outgoing.isEmpty { _ = try? descriptor.writeNow(tls.takeOutput()[...]) }
    }
    descriptor.close()
  }

  /// Breaks the connection off (RST), so that the other side gets an error at once.
  package func reset() {
    tls = nil
    if let raw = descriptor.rawValue { TCPSocket.resetOnClose(raw) }
    descriptor.close()
  }

  private func handshake(
    _ session: TLSSession?, timeout: Duration?
  ) async throws(CenterLinkError) {
    guard !isSending, !isReceiving, tls == nil else { throw .busy }
    guard let session else { throw .handshakeFailed }
    (isSending, isReceiving) = (true, true)
    defer { (isSending, isReceiving) = (false, false) }
    let deadline = Deadline(timeout, clock: loop)
    do throws(CenterLinkError) {
      while try session.handshake() == .needsInput {
        outgoing += session.takeOutput()
        try await flush(by: deadline)
        let bytes = try await read(by: deadline)
        if bytes.isEmpty { throw CenterLinkError.closedByPeer }
        try session.feed(bytes)
      }
    } catch .closedByPeer {
      throw .handshakeFailed
    } catch {
      // The alert tells the other side why.
      _ = try? descriptor.writeNow(session.takeOutput()[...])
      throw error
    }
    outgoing += session.takeOutput()
    try await flush(by: deadline)
    tls = session
    // The other side's first words may have come along with the end of the handshake.
    try decrypt(session)
  }

  /// Takes bytes off the wire, decrypts them and answers what TLS itself wants answered.
  private func take(_ bytes: [UInt8]) throws(CenterLinkError) {
    if bytes.isEmpty { hasPeerEnded = true }
    guard let tls else {
      incoming += bytes
      return
    }
    try tls.feed(bytes)
    try decrypt(tls)
    outgoing += tls.takeOutput()
    // What does not go now goes with the next message.
    guard !isSending, !outgoing.isEmpty else { return }
    if let count = try? descriptor.writeNow(outgoing[...]) { outgoing.removeFirst(count) }
  }

  private func decrypt(_ tls: TLSSession) throws(CenterLinkError) {
    while true {
      switch try tls.decrypt() {
      case .bytes(let clear): incoming += clear
      case .needsInput: return
      case .ended:
        hasPeerEnded = true
        return
      }
    }
  }

  /// What there is to read, nothing at the end of the stream; nil when one would have to wait.
  private func readNow() throws(CenterLinkError) -> [UInt8]? {
    while true {
      do throws(Errno) {
        return try descriptor.readNow(limit: TLSSession.recordByteCount)
      } catch .interrupted {
        continue
      } catch .wouldBlock {
        return nil
      } catch {
        throw Self.failure(error, isLate: false)
      }
    }
  }

  private func read(by deadline: Deadline) async throws(CenterLinkError) -> [UInt8] {
    do throws(Errno) {
      return try await descriptor.read(
        limit: TLSSession.recordByteCount, timeout: deadline.remaining)
    } catch {
      throw Self.failure(error, isLate: deadline.hasPassed)
    }
  }

  private func flush(by deadline: Deadline) async throws(CenterLinkError) {
    do throws(Errno) {
      while !outgoing.isEmpty {
        let count = try await descriptor.writeSome(outgoing[...], timeout: deadline.remaining)
        outgoing.removeFirst(count)
      }
    } catch {
      throw Self.failure(error, isLate: deadline.hasPassed)
    }
  }

  /// What an error means on a connection that stood: a time-out before its time is the kernel's,
  /// which heard nothing more from the other side and has given the connection up.
  static func failure(_ error: Errno, isLate: Bool) -> CenterLinkError {
    error == .timedOut && !isLate
      ? .unreachable(code: error.rawValue) : CenterLinkError(error)
  }
}
