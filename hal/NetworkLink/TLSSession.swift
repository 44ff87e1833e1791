import COpenSSL
import HAL

/// One TLS conversation as bytes in and bytes out; it knows nothing of sockets or time.
final class TLSSession {
  /// How far the handshake is.
  enum Handshake {
    case done
    case needsInput
  }

  /// What there is to read.
  enum Incoming {
    case bytes([UInt8])
    case needsInput
    /// The other side has said that it sends no more.
    case ended
  }

  /// The most clear bytes in one record.
  static let recordByteCount = 16_384

  /// The name that the other side's certificate is verified for; nil on the server's side.
  let name: String?
  private let ssl: OpaquePointer
  private let input: OpaquePointer
  private let output: OpaquePointer

  /// Takes over an `SSL` that knows its role; nil when memory is short.
  init?(_ ssl: OpaquePointer, name: String?) {
    guard let input = BIO_new(BIO_s_mem()), let output = BIO_new(BIO_s_mem()) else {
      SSL_free(ssl)
      return nil
    }
    // From here on the `SSL` owns both.
    SSL_set_bio(ssl, input, output)
    self.ssl = ssl
    self.input = input
    self.output = output
    self.name = name
  }

  deinit { SSL_free(ssl) }

  /// Takes bytes from the other side.
  func feed(_ bytes: [UInt8]) throws(CenterLinkError) {
    if bytes.isEmpty { return }
    var written = 0
    guard BIO_write_ex(input, bytes, bytes.count, &written) == 1, written == bytes.count else {
      throw .brokenTLS
    }
  }

  /// Gives the bytes that have to go to the other side.
  func takeOutput() -> [UInt8] {
    let pending = BIO_ctrl_pending(output)
    if pending == 0 { return [] }
    return [UInt8](unsafeUninitializedCapacity: pending) { buffer, count in
      count = 0
      BIO_read_ex(output, buffer.baseAddress, pending, &count)
    }
  }

  /// Takes the handshake as far as the input reaches.
  func handshake() throws(CenterLinkError) -> Handshake {
    ERR_clear_error()
    let result = SSL_do_handshake(ssl)
    if result == 1 { return .done }
    if SSL_get_error(ssl, result) == SSL_ERROR_WANT_READ { return .needsInput }
    ERR_clear_error()
    throw failure()
  }

  /// Encrypts; the bytes to send are then in the output.
  func encrypt(_ bytes: [UInt8]) throws(CenterLinkError) {
    if bytes.isEmpty { return }
    ERR_clear_error()
    var written = 0
    // A memory buffer takes everything at once.
    guard SSL_write_ex(ssl, bytes, bytes.count, &written) == 1, written == bytes.count else {
      ERR_clear_error()
      throw .brokenTLS
    }
  }

  /// Decrypts what has come, a record at a time.
  func decrypt() throws(CenterLinkError) -> Incoming {
    ERR_clear_error()
    var result: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.recordByteCount) { buffer, count in
      count = 0
      result = SSL_read_ex(ssl, buffer.baseAddress, buffer.count, &count)
    }
    if result == 1 { return .bytes(bytes) }
    switch SSL_get_error(ssl, result) {
    case SSL_ERROR_WANT_READ: return .needsInput
    case SSL_ERROR_ZERO_RETURN: return .ended
    default:
      ERR_clear_error()
      throw .brokenTLS
    }
  }

  /// Says to the other side that nothing more will be sent.
  func end() {
    ERR_clear_error()
    SSL_shutdown(ssl)
    ERR_clear_error()
  }

  private func failure() -> CenterLinkError {
    switch SSL_get_verify_result(ssl) {
    case Int(X509_V_OK): .handshakeFailed
    case Int(X509_V_ERR_CERT_HAS_EXPIRED), Int(X509_V_ERR_CERT_NOT_YET_VALID):
      .certificateOutOfDate
    default: .certificateNotTrusted
    }
  }
}
