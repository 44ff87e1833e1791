package import RegularFile

/// Why TLS can't be set up on this side; nothing has been sent.
package enum TLSConfigurationError: Error, Hashable, Sendable {
  /// The file can't be read.
  case authorityFileUnreadable(path: String, why: RegularFile.Failure)
  /// The file holds no certificates of authorities.
  case authorityFile(path: String)
  /// The file holds no certificate chain, or can't be read.
  case certificateFile(path: String)
  /// The file holds no private key, or can't be read.
  case keyFile(path: String)
  /// The private key is not that of the certificate.
  case keyDoesNotMatch
  /// OpenSSL failed: no memory, or a system policy that forbids TLS 1.2 and 1.3.
  case libraryFailure
}
