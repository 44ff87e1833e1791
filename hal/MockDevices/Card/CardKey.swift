/// A key pair of a test authority, issuer or card.
package enum CardKey: Hashable, Sendable {
  /// For SDA, DDA and CDA.
  case rsa(RSAKeyPair)
  /// For XDA, or with SM2 for PBOC.
  case curve(CurveKeyPair)

  /// What other keys sign of it: the modulus, or the public point.
  package var publicPart: [UInt8] {
    switch self {
    case .rsa(let pair): pair.modulus
    case .curve(let pair): pair.publicKey
    }
  }
}
