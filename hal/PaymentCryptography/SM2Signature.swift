import COpenSSL

/// Signatures of SM2: 64 bytes, r and s.
///
/// What is signed is SM3(Z || M), where Z is SM3 over the signer's name and key. Source: GB/T
/// 32918.2; PBOC 3.0 part 17 prescribes the name 1234567812345678.
package enum SM2Signature {
  /// The bytes of a signature.
  package static let byteCount = 64
  /// The name that every signer of PBOC has.
  package static let signerName = Array("1234567812345678".utf8)

  /// a, b, and both coordinates of the base point (GB/T 32918.5).
  private static let parameters: [UInt8] = [
    0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFC,
    0x28, 0xE9, 0xFA, 0x9E, 0x9D, 0x9F, 0x5E, 0x34, 0x4D, 0x5A, 0x9E, 0x4B, 0xCF, 0x65, 0x09, 0xA7,
    0xF3, 0x97, 0x89, 0xF5, 0x15, 0xAB, 0x8F, 0x92, 0xDD, 0xBC, 0xBD, 0x41, 0x4D, 0x94, 0x0E, 0x93,
    0x32, 0xC4, 0xAE, 0x2C, 0x1F, 0x19, 0x81, 0x19, 0x5F, 0x99, 0x04, 0x46, 0x6A, 0x39, 0xC9, 0x94,
    0x8F, 0xE3, 0x0B, 0xBF, 0xF2, 0x66, 0x0B, 0xE1, 0x71, 0x5A, 0x45, 0x89, 0x33, 0x4C, 0x74, 0xC7,
    0xBC, 0x37, 0x36, 0xA2, 0xF4, 0xF6, 0x77, 0x9C, 0x59, 0xBD, 0xCE, 0xE3, 0x6B, 0x69, 0x21, 0x53,
    0xD0, 0xA9, 0x87, 0x7C, 0xC6, 0x2A, 0x47, 0x40, 0x02, 0xDF, 0x32, 0xE5, 0x21, 0x39, 0xF0, 0xA0,
  ]

  /// Whether the signature belongs to message and key, which is x || y; false for nonsense too.
  package static func isValid(
    _ signature: [UInt8], of message: [UInt8], publicKey: [UInt8]
  ) -> Bool {
    guard signature.count == byteCount, publicKey.count == 64 else { return false }
    let r = Array(signature.prefix(32))
    guard
      let found = try? expectedR(r, Array(signature.suffix(32)), message, publicKey)
    else { return false }
    return found == r
  }

  private static func expectedR(
    _ r: [UInt8], _ s: [UInt8], _ message: [UInt8], _ publicKey: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let arithmetic = try CurveArithmetic(.sm2)
    let key = try arithmetic.point(
      x: Array(publicKey.prefix(32)), y: Array(publicKey.suffix(32)))
    let first = try arithmetic.scalar(r)
    let second = try arithmetic.scalar(s)
    let (order, room) = (arithmetic.order.handle, arithmetic.room.handle)
    try require(BN_mod_add(first.handle, first.handle, second.handle, order, room) == 1)
    guard !first.isZero else { throw .notAuthentic }
    let point = try arithmetic.point()
    try arithmetic.combine(second, first, key, into: point)
    let place = try arithmetic.coordinates(of: point)
    let sum = try arithmetic.reduced(digest(of: message, publicKey: publicKey))
    try require(BN_mod_add(sum.handle, sum.handle, place.x.handle, order, room) == 1)
    return try sum.bytes(count: 32)
  }

  /// Signs a message, for test cards; the nonce comes from key and message.
  package static func sign(
    _ message: [UInt8], privateKey: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let nonce = try MessageAuthentication.signatureNonce(message, key: privateKey, curve: .sm2)
    return try sign(message, privateKey: privateKey, nonce: nonce, signer: signerName)
  }

  /// Signs with a nonce that the caller chose and must never use again.
  static func sign(
    _ message: [UInt8], privateKey: [UInt8], nonce: [UInt8], signer: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let publicKey = try EllipticCurve.sm2.publicKey(of: privateKey)
    let arithmetic = try CurveArithmetic(.sm2)
    let (order, room) = (arithmetic.order.handle, arithmetic.room.handle)
    let key = try arithmetic.scalar(privateKey)
    let number = try arithmetic.scalar(nonce)
    let point = try arithmetic.point()
    try arithmetic.multiplyBase(number, into: point)
    let place = try arithmetic.coordinates(of: point)
    let r = try arithmetic.reduced(digest(of: message, publicKey: publicKey, signer: signer))
    try require(BN_mod_add(r.handle, r.handle, place.x.handle, order, room) == 1)
    // s = (k − r·d) / (1 + d)
    let s = try BigNumber()
    let inverse = try BigNumber(1)
    try require(
      BN_mod_mul(s.handle, r.handle, key.handle, order, room) == 1
        && BN_mod_sub(s.handle, number.handle, s.handle, order, room) == 1
        && BN_mod_add(inverse.handle, inverse.handle, key.handle, order, room) == 1
        && BN_mod_inverse(inverse.handle, inverse.handle, order, room) != nil
        && BN_mod_mul(s.handle, s.handle, inverse.handle, order, room) == 1)
    return try r.bytes(count: 32) + s.bytes(count: 32)
  }

  /// SM3(Z || M), where Z begins with the number of bits of the name.
  private static func digest(
    of message: [UInt8], publicKey: [UInt8], signer: [UInt8] = signerName
  ) -> [UInt8] {
    let bitCount = UInt16(truncatingIfNeeded: signer.count * 8)
    let name = [UInt8(bitCount >> 8), UInt8(bitCount & 0xFF)] + signer
    return Digest.sm3(Digest.sm3(name + parameters + publicKey) + message)
  }
}
