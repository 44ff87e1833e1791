package import EventLoop
package import HAL

/// The center over TCP, plain or with TLS.
///
/// A name with several addresses is tried address by address, within one time-out for the whole of
/// `open`. An error of `send`, and every error of `receive` but `.timedOut`, closes the link: what
/// would come next could not be told from what was lost. `close` wakes who waits with
/// `.system(code: ECANCELED)`; a link that is not open throws `.system(code: ENOTCONN)`.
package final class TCPCenterLink: CenterLink {
  /// How the center is reached.
  package enum Protection {
    /// Without proof of who answers.
    case plain
    /// With TLS; the certificate must be valid for this name.
    case tls(TLSClientConfiguration, name: String)
  }

  private let protection: Protection
  private let resolver: NameResolver
  private let loop: EventLoop
  private var connection: StreamConnection?
  private var attempt: ConnectionAttempt?

  /// Names the center: a host name, or an IPv4 or IPv6 address, and its port.
  package init(host: String, port: UInt16, protection: Protection, loop: EventLoop) {
    self.protection = protection
    self.loop = loop
    resolver = NameResolver(host: host, port: port, loop: loop)
  }

  deinit { close() }

  package var security: CenterLinkSecurity? { connection?.security }

  /// Connects; a connection that the other side has ended meanwhile is replaced.
  package func open(timeout: Duration) async throws(CenterLinkError) {
    if let connection {
      if !connection.hasEnded() { return }
      close()
    }
    guard attempt == nil else { throw .busy }
    let attempt = ConnectionAttempt(resolver: resolver, loop: loop)
    self.attempt = attempt
    defer { if self.attempt === attempt { self.attempt = nil } }
    connection = try await attempt.run(protection, by: Deadline(timeout, clock: loop))
  }

  package func send(_ bytes: [UInt8], timeout: Duration) async throws(CenterLinkError) {
    guard let connection else { throw .notOpen }
    do {
      try await connection.send(bytes, timeout: timeout)
    } catch {
      abandon(connection)
      throw error
    }
  }

  package func receive(timeout: Duration) async throws(CenterLinkError) -> [UInt8] {
    guard let connection else { throw .notOpen }
    do {
      return try await connection.receive(timeout: timeout)
    } catch .timedOut {
      throw .timedOut
    } catch {
      abandon(connection)
      throw error
    }
  }

  package func close() {
    attempt?.cancel()
    attempt = nil
    connection?.close()
    connection = nil
  }

  /// Closes a connection that failed, but not the one that has replaced it meanwhile.
  private func abandon(_ failed: StreamConnection) {
    failed.close()
    if connection === failed { connection = nil }
  }
}
