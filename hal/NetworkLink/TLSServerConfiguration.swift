import COpenSSL

/// What a center shows of itself: its certificate chain and the key to it.
///
/// TLS 1.2 or 1.3.
package final class TLSServerConfiguration {
  private let context: OpaquePointer

  /// Reads a chain, its own certificate first, and an unencrypted private key from PEM files.
  package init(certificateFile: String, keyFile: String) throws(TLSConfigurationError) {
    guard let context = SSL_CTX_new(TLS_server_method()) else { throw .libraryFailure }
    self.context = context
    defer { ERR_clear_error() }
    guard lianji_ssl_require_tls12(context) == 1 else { throw .libraryFailure }
    guard SSL_CTX_use_certificate_chain_file(context, certificateFile) == 1 else {
      throw .certificateFile(path: certificateFile)
    }
    guard SSL_CTX_use_PrivateKey_file(context, keyFile, SSL_FILETYPE_PEM) == 1 else {
      let isMismatch = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH
      throw isMismatch ? .keyDoesNotMatch : .keyFile(path: keyFile)
    }
  }

  deinit { SSL_CTX_free(context) }

  /// Starts a session with a client.
  func session() -> TLSSession? {
    guard let ssl = SSL_new(context) else { return nil }
    SSL_set_accept_state(ssl)
    return TLSSession(ssl, name: nil)
  }
}
