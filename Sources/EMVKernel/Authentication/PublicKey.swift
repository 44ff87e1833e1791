/// A public key of an authority, an issuer or a card.
package enum PublicKey: Hashable, Sendable {
  /// RSA.
  case rsa(RSAPublicKey)
  /// A curve.
  case curve(CurveKey)
}

/// An RSA key; both numbers big-endian.
package struct RSAPublicKey: Hashable, Sendable {
  /// Its length is the key's: up to 248 bytes in EMV.
  package let modulus: [UInt8]
  /// 3 or 65537.
  package let exponent: [UInt8]

  /// Puts a key together.
  package init(modulus: [UInt8], exponent: [UInt8]) {
    self.modulus = modulus
    self.exponent = exponent
  }
}

/// A key on a curve.
package struct CurveKey: Hashable, Sendable {
  /// The curves, each with its hash and kind of signature.
  package enum Suite: UInt8, Hashable, Sendable {
    /// EC-SDSA with P-256 and SHA-256.
    case p256 = 0x10
    /// EC-SDSA with P-521 and SHA-512.
    case p521 = 0x11
    /// SM2 with SM3; EMV's number for it, PBOC writes 04 and 11.
    case sm2 = 0x80
  }

  /// The curve.
  package let suite: Suite
  /// The x of the point, of which y is the smaller root; for SM2 x and y.
  package let point: [UInt8]

  /// Nil when the point has not the length of its curve's.
  package init?(suite: Suite, point: [UInt8]) {
    guard point.count == suite.pointByteCount else { return nil }
    self.suite = suite
    self.point = point
  }
}

extension CurveKey.Suite {
  /// The bytes of a public key as certificates carry it.
  package var pointByteCount: Int {
    switch self {
    case .p256: 32
    case .p521: 66
    case .sm2: 64
    }
  }

  /// The bytes of a signature.
  package var signatureByteCount: Int {
    switch self {
    case .p256, .sm2: 64
    case .p521: 130
    }
  }
}
