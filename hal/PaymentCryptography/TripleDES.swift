import COpenSSL

/// DES and triple DES (encrypt, decrypt, encrypt) over whole blocks of 8 bytes, without padding.
///
/// A key of 8 bytes is single DES: the three steps with one key are one, so that OpenSSL's legacy
/// provider is not needed. A key of 16 bytes is K1 K2 K1, one of 24 bytes K1 K2 K3. Parity bits are
/// not looked at.
/// Source: NIST SP 800-67; UnionPay reference 4.1.
package enum TripleDES {
  /// The bytes of one block.
  package static let blockByteCount = 8

  /// Encrypts each block for itself.
  package static func encryptECB(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    try run(EVP_des_ede3_ecb(), .encrypt, bytes, key: key, initialisationVector: [])
  }

  /// Decrypts each block for itself.
  package static func decryptECB(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    try run(EVP_des_ede3_ecb(), .decrypt, bytes, key: key, initialisationVector: [])
  }

  /// Encrypts each block after adding the encryption of the one before; `iv` is 8 bytes.
  package static func encryptCBC(
    _ bytes: [UInt8], key: [UInt8], iv: [UInt8] = zeroBlock
  ) throws(CryptographyError) -> [UInt8] {
    guard iv.count == blockByteCount else { throw .badInputLength(iv.count) }
    return try run(EVP_des_ede3_cbc(), .encrypt, bytes, key: key, initialisationVector: iv)
  }

  /// Reverses `encryptCBC`.
  package static func decryptCBC(
    _ bytes: [UInt8], key: [UInt8], iv: [UInt8] = zeroBlock
  ) throws(CryptographyError) -> [UInt8] {
    guard iv.count == blockByteCount else { throw .badInputLength(iv.count) }
    return try run(EVP_des_ede3_cbc(), .decrypt, bytes, key: key, initialisationVector: iv)
  }

  /// Eight zero bytes.
  package static let zeroBlock = [UInt8](repeating: 0, count: blockByteCount)

  private static func run(
    _ cipher: OpaquePointer?, _ direction: CipherContext.Direction, _ bytes: [UInt8],
    key: [UInt8], initialisationVector: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard bytes.count % blockByteCount == 0 else { throw .badInputLength(bytes.count) }
    var threeKeys: [UInt8]
    switch key.count {
    case 8: threeKeys = key + key + key
    case 16: threeKeys = key + key.prefix(8)
    case 24: threeKeys = key
    default: throw .badKeyLength(key.count)
    }
    defer { threeKeys.wipe() }
    let context = try CipherContext(
      cipher, direction, key: threeKeys, initialisationVector: initialisationVector)
    return try context.update(bytes)
  }
}
