import COpenSSL
import RegularFile

/// What a terminal needs to know to trust a center: who may sign its certificate.
///
/// TLS 1.2 or 1.3. The certificate is always verified; there is no switch to do without.
package final class TLSClientConfiguration {
  private let context: OpaquePointer

  /// Reads the authorities that are trusted, and no others, from a PEM file.
  package init(authorityFile path: String) throws(TLSConfigurationError) {
    do throws(RegularFile.Failure) {
      try RegularFile.check(path)
    } catch {
      throw .authorityFileUnreadable(path: path, why: error)
    }
    guard let context = SSL_CTX_new(TLS_client_method()) else { throw .libraryFailure }
    self.context = context
    guard lianji_ssl_require_tls12(context) == 1 else { throw .libraryFailure }
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
    guard SSL_CTX_load_verify_file(context, path) == 1 else {
      ERR_clear_error()
      throw .authorityFile(path: path)
    }
  }

  deinit { SSL_CTX_free(context) }

  /// Starts a session with the server of this name, a host name or a numeric address.
  func session(name: String) -> TLSSession? {
    guard !name.isEmpty, let ssl = SSL_new(context) else { return nil }
    let parameters = SSL_get0_param(ssl)
    // A certificate names an address in another field than a host name.
    if X509_VERIFY_PARAM_set1_ip_asc(parameters, name) != 1 {
      X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
      guard SSL_set1_host(ssl, name) == 1, lianji_ssl_set_server_name(ssl, name) == 1 else {
        SSL_free(ssl)
        return nil
      }
    }
    SSL_set_connect_state(ssl)
    return TLSSession(ssl, name: name)
  }
}
