/// What is wrong with a certificate or a signature that a test card carries.
///
/// Everything but `bytes` is signed as it stands: the signature is good, its contents are not.
package enum CertificateSpoiling: Hashable, Sendable {
  /// The recovered block begins with 6B instead of 6A; on a curve the second byte is FF.
  case header
  /// The recovered block ends with BD instead of BC; RSA only.
  case trailer
  /// The format is one that there is not.
  case format
  /// One bit of the hash is wrong; on a curve, of the signature.
  case digest
  /// The algorithm of the hash is unknown.
  case digestAlgorithm
  /// The algorithm of the key, or the suite, is unknown.
  case keyAlgorithm
  /// The key says that it is one byte longer than it is; RSA only.
  case keyLength
  /// One byte is cut off the end.
  case length
}
