import COpenSSL
import Octets

/// Signatures of Schnorr's kind over P-256 and P-521, with public keys that are an x alone.
///
/// On the wire: r, as long as the hash, then s, as long as a coordinate: 64 bytes for P-256 and 130
/// for P-521. r = Hash(x(kG) || M), s = k + r·d modulo the order. Source: EMV 4.4 Book 2, B2
/// (EC-SDSA); ISO/IEC 14888-3.
package enum ECSDSA {
  /// The bytes of a signature.
  package static func signatureByteCount(_ curve: EllipticCurve) -> Int {
    curve.digestByteCount + curve.fieldByteCount
  }

  /// Whether the signature belongs to message and key; false also for what is no signature or key.
  package static func isValid(
    _ signature: [UInt8], of message: [UInt8], publicKeyX: [UInt8], curve: EllipticCurve
  ) -> Bool {
    guard signature.count == signatureByteCount(curve), publicKeyX.count == curve.fieldByteCount
    else { return false }
    let digest = Array(signature.prefix(curve.digestByteCount))
    let proof = Array(signature.suffix(curve.fieldByteCount))
    let x = try? proofPoint(digest, proof, publicKeyX: publicKeyX, curve: curve)
    return x.map { curve.digest($0 + message) } == digest
  }

  /// The x of sG − rP.
  private static func proofPoint(
    _ digest: [UInt8], _ proof: [UInt8], publicKeyX: [UInt8], curve: EllipticCurve
  ) throws(CryptographyError) -> [UInt8] {
    let arithmetic = try CurveArithmetic(curve)
    let key = try arithmetic.point(x: publicKeyX)
    let factor = try arithmetic.reduced(digest)
    guard !factor.isZero else { throw .notAuthentic }
    try require(BN_sub(factor.handle, arithmetic.order.handle, factor.handle) == 1)
    let result = try arithmetic.point()
    try arithmetic.combine(try arithmetic.scalar(proof), factor, key, into: result)
    return try arithmetic.coordinates(of: result).x.bytes(count: curve.fieldByteCount)
  }

  /// Signs a message, for test cards.
  ///
  /// `privateKey` is one of `EllipticCurve.shortKey`. The nonce comes from key and message, so that
  /// equal cards give equal bytes.
  package static func sign(
    _ message: [UInt8], privateKey: [UInt8], curve: EllipticCurve
  ) throws(CryptographyError) -> [UInt8] {
    let nonce = try MessageAuthentication.signatureNonce(message, key: privateKey, curve: curve)
    return try sign(message, privateKey: privateKey, nonce: nonce, curve: curve)
  }

  /// Signs with a nonce that the caller chose and must never use again.
  static func sign(
    _ message: [UInt8], privateKey: [UInt8], nonce: [UInt8], curve: EllipticCurve
  ) throws(CryptographyError) -> [UInt8] {
    let arithmetic = try CurveArithmetic(curve)
    let key = try arithmetic.scalar(privateKey)
    let number = try arithmetic.scalar(nonce)
    let point = try arithmetic.point()
    try arithmetic.multiplyBase(number, into: point)
    let x = try arithmetic.coordinates(of: point).x.bytes(count: curve.fieldByteCount)
    let digest = curve.digest(x + message)
    let factor = try arithmetic.reduced(digest)
    let (order, room) = (arithmetic.order.handle, arithmetic.room.handle)
    try require(
      BN_mod_mul(factor.handle, factor.handle, key.handle, order, room) == 1
        && BN_mod_add(factor.handle, factor.handle, number.handle, order, room) == 1)
    return digest + (try factor.bytes(count: curve.fieldByteCount))
  }
}

extension MessageAuthentication {
  /// A nonce for a signature, from what is signed and the key that signs: never zero.
  static func signatureNonce(
    _ message: [UInt8], key: [UInt8], curve: EllipticCurve
  ) throws(CryptographyError) -> [UInt8] {
    // Two codes give more bits than any order has, so that what the division leaves is even.
    var bytes: [UInt8] = []
    for round: UInt8 in 0..<4 { bytes += try hmacSHA256([round] + message, key: key) }
    let arithmetic = try CurveArithmetic(curve)
    let nonce = try arithmetic.reduced(bytes)
    guard !nonce.isZero else { throw .libraryFailure }
    return try nonce.bytes(count: curve.fieldByteCount)
  }
}
