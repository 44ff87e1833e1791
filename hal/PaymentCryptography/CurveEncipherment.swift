import COpenSSL

/// What one transaction enciphers for a card under its key on P-256 or P-521 (ODE).
///
/// Terminal and card agree on two AES keys; each message is enciphered by counting, and carries a
/// code of 8 bytes. Source: EMV 4.4 Book 2, 13.2 and A2.3.
package struct CurveEncipherment {
  /// The x of this side's or, at the card, the terminal's passing key: it goes before each message.
  private let passingX: [UInt8]
  private var encipherKey: [UInt8]
  private var authenticationKey: [UInt8]
  private var counter: UInt16 = 0

  /// The bytes of the code behind a message.
  private static let codeByteCount = 8

  /// Agrees on keys, at the terminal.
  ///
  /// `challenge` is the 8 bytes of the first GET CHALLENGE; `chance` is random, at least 8 bytes
  /// longer than a coordinate.
  package init(
    publicKeyX: [UInt8], curve: EllipticCurve, challenge: [UInt8], chance: [UInt8]
  ) throws(CryptographyError) {
    guard publicKeyX.count == curve.fieldByteCount else { throw .badKeyLength(publicKeyX.count) }
    guard chance.count >= curve.fieldByteCount + 8 else { throw .badInputLength(chance.count) }
    let arithmetic = try CurveArithmetic(curve)
    let scalar = try arithmetic.reduced(chance)
    guard !scalar.isZero else { throw .libraryFailure }
    let passing = try arithmetic.point()
    try arithmetic.multiplyBase(scalar, into: passing)
    let x = try arithmetic.coordinates(of: passing).x.bytes(count: curve.fieldByteCount)
    try self.init(
      passingX: x, secret: scalar, peer: arithmetic.point(x: publicKeyX), arithmetic, challenge)
  }

  /// Agrees on keys, at a test card, with the first message of the terminal.
  package init(
    privateKey: [UInt8], curve: EllipticCurve, challenge: [UInt8], message: [UInt8]
  ) throws(CryptographyError) {
    guard message.count >= curve.fieldByteCount + Self.codeByteCount else {
      throw .badInputLength(message.count)
    }
    let x = Array(message.prefix(curve.fieldByteCount))
    let arithmetic = try CurveArithmetic(curve)
    try self.init(
      passingX: x, secret: try arithmetic.scalar(privateKey), peer: arithmetic.point(x: x),
      arithmetic, challenge)
  }

  /// Derives the keys from the x of the point that both sides reach (A2.3.2).
  private init(
    passingX: [UInt8], secret: borrowing BigNumber, peer: borrowing CurvePoint,
    _ arithmetic: borrowing CurveArithmetic, _ challenge: [UInt8]
  ) throws(CryptographyError) {
    guard challenge.count == 8 else { throw .badInputLength(challenge.count) }
    let common = try arithmetic.point()
    try arithmetic.multiply(secret, peer, into: common)
    // 640 bits for P-521, so that whole blocks are hashed.
    let blockCount = (arithmetic.curve.fieldByteCount + 15) / 16
    let place = try arithmetic.coordinates(of: common)
    var shared = try place.x.bytes(count: blockCount * 16)
    var root = try MessageAuthentication.cmacAES(shared, key: Array(repeating: 0, count: 16))
    defer {
      shared.wipe()
      root.wipe()
    }
    let data = [0x01, 0x00] + challenge + [0xA5, 0xA5, 0xA5, 0x02, 0x00]
    encipherKey = try AESCipher.encryptCBC([1] + data, key: root)
    authenticationKey = try AESCipher.encryptCBC([2] + data, key: root)
    self.passingX = passingX
  }

  /// Enciphers a message: passing key, cryptogram, code.
  package mutating func encipher(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
    let start = try startingBlock()
    let cryptogram = try count(message, from: start)
    counter += 1
    return passingX + cryptogram + (try code(cryptogram, start))
  }

  /// Deciphers a message, at a test card.
  package mutating func decipher(_ bytes: [UInt8]) throws(CryptographyError) -> [UInt8] {
    guard bytes.count >= passingX.count + Self.codeByteCount, bytes.starts(with: passingX) else {
      throw .notAuthentic
    }
    let start = try startingBlock()
    let cryptogram = Array(bytes.dropFirst(passingX.count).dropLast(Self.codeByteCount))
    guard try code(cryptogram, start).elementsEqual(bytes.suffix(Self.codeByteCount)) else {
      throw .notAuthentic
    }
    counter += 1
    return try count(cryptogram, from: start)
  }

  /// Overwrites the keys.
  package mutating func wipe() {
    encipherKey.wipe()
    authenticationKey.wipe()
  }

  private func startingBlock() throws(CryptographyError) -> [UInt8] {
    guard counter < .max else { throw .badInputLength(Int(counter)) }
    return [UInt8(counter >> 8), UInt8(counter & 0xFF)] + Array(repeating: 0, count: 14)
  }

  private func count(
    _ bytes: [UInt8], from start: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard encipherKey.count == 16 else { throw .badKeyLength(encipherKey.count) }
    let context = try CipherContext(
      EVP_aes_128_ctr(), .encrypt, key: encipherKey, initialisationVector: start)
    return try context.update(bytes)
  }

  /// The code over eight bytes of zero (no other data), the starting block and the cryptogram.
  private func code(
    _ cryptogram: [UInt8], _ start: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let message = Array(repeating: 0, count: 8) + start + cryptogram
    return Array(
      try MessageAuthentication.cmacAES(message, key: authenticationKey).prefix(
        Self.codeByteCount))
  }
}

extension CurveEncipherment: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String { "keys that a card and a terminal have agreed on" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
