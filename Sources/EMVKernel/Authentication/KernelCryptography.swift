/// What the kernel needs of cryptography: public keys and hashes, never a secret.
///
/// Calls answer at once (a whole chain of certificates takes far less than a millisecond) and never
/// trap; whatever is malformed is not authentic.
package protocol KernelCryptography {
  /// RSA: the signature to the power of the exponent, as long as the modulus.
  ///
  /// Nil when the signature has another length or the modulus can't be one. Source: EMV 4.3 Book 2,
  /// B2.1.
  func recover(_ signature: [UInt8], modulus: [UInt8], exponent: [UInt8]) -> [UInt8]?
  /// The hash of bytes.
  func digest(_ bytes: [UInt8], _ algorithm: DigestAlgorithm) -> [UInt8]
  /// Whether a signature over a message belongs to a key.
  func isValid(_ signature: [UInt8], of message: [UInt8], under key: CurveKey) -> Bool
}

/// The hashes of payment cards.
package enum DigestAlgorithm: Hashable, Sendable {
  /// 20 bytes; RSA.
  case sha1
  /// 32 bytes; P-256.
  case sha256
  /// 64 bytes; P-521.
  case sha512
  /// 32 bytes; SM2.
  case sm3
}
