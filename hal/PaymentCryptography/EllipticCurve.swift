import COpenSSL

/// The curves of payment cards.
package enum EllipticCurve: Hashable, Sendable {
  /// NIST P-256, with SHA-256 (EMV suite 10).
  case p256
  /// NIST P-521, with SHA-512 (EMV suite 11).
  case p521
  /// The curve of SM2, with SM3.
  case sm2

  /// The bytes of a coordinate, of a private key and of the second half of a signature.
  package var fieldByteCount: Int {
    switch self {
    case .p256, .sm2: 32
    case .p521: 66
    }
  }

  /// The bytes of a hash.
  package var digestByteCount: Int {
    switch self {
    case .p256, .sm2: 32
    case .p521: 64
    }
  }

  /// The hash that goes with the curve.
  package func digest(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .p256: Digest.sha256(bytes)
    case .p521: Digest.sha512(bytes)
    case .sm2: Digest.sm3(bytes)
    }
  }

  /// The public key of a private one: both coordinates, one after the other.
  package func publicKey(of privateKey: [UInt8]) throws(CryptographyError) -> [UInt8] {
    let arithmetic = try CurveArithmetic(self)
    let point = try arithmetic.point()
    try arithmetic.multiplyBase(arithmetic.scalar(privateKey), into: point)
    let place = try arithmetic.coordinates(of: point)
    return try place.x.bytes(count: fieldByteCount) + place.y.bytes(count: fieldByteCount)
  }

  /// A private key and the x of its public key, such that y is the smaller of the two roots.
  ///
  /// EMV sends public keys as x alone; where y is the greater one, `n - d` takes the key's place.
  /// Source: EMV 4.4 Book 2, B2 (EC keys).
  package func shortKey(
    of privateKey: [UInt8]
  ) throws(CryptographyError) -> (privateKey: [UInt8], x: [UInt8]) {
    let arithmetic = try CurveArithmetic(self)
    let scalar = try arithmetic.scalar(privateKey)
    let point = try arithmetic.point()
    try arithmetic.multiplyBase(scalar, into: point)
    let place = try arithmetic.coordinates(of: point)
    if try !arithmetic.isSmallerRoot(place.y) {
      try require(BN_sub(scalar.handle, arithmetic.order.handle, scalar.handle) == 1)
    }
    return try (scalar.bytes(count: fieldByteCount), place.x.bytes(count: fieldByteCount))
  }
}
