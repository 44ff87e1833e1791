/// A stream of bytes to the acquirer's center and back, over TCP or TLS.
public protocol CenterLink: AnyObject {
  /// How the open connection is protected; nil when it is closed.
  var security: CenterLinkSecurity? { get }
  /// Connects and, with TLS, proves who the center is. Does nothing when open already.
  func open(timeout: Duration) async throws(CenterLinkError)
  /// Sends all bytes. When it throws, some of them may have left.
  func send(_ bytes: [UInt8], timeout: Duration) async throws(CenterLinkError)
  /// Waits for bytes and returns what has come, at least one.
  func receive(timeout: Duration) async throws(CenterLinkError) -> [UInt8]
  /// Closes at once; safe to call at any time.
  func close()
}

/// What protects a connection, and what it therefore proves.
public enum CenterLinkSecurity: Hashable, Sendable {
  /// Nothing: an open connection does not prove that the center is there.
  case plain
  /// TLS with a certificate that was verified for this name.
  case authenticated(name: String)
}

/// Why there is no connection, or no more.
public enum CenterLinkError: Error, Hashable, Sendable {
  /// The center's name has no address.
  case nameNotResolved
  /// The other side refuses connections (RST).
  case refused
  /// No way to that address; the code is errno.
  case unreachable(code: Int32)
  /// No answer in time.
  case timedOut
  /// The other side closed or reset the connection.
  case closedByPeer
  /// TLS: the certificate is not valid at the terminal's time.
  case certificateOutOfDate
  /// TLS: the certificate is another's, or nobody we trust has signed it.
  case certificateNotTrusted
  /// TLS: no common version or cipher, or the handshake broke otherwise.
  case handshakeFailed
  /// Another failure; the code is errno.
  case system(code: Int32)
}
