import COpenSSL

/// AES over whole blocks of 16 bytes, without padding; keys of 16, 24 or 32 bytes.
///
/// Source: FIPS 197; NIST SP 800-38A.
package enum AESCipher {
  /// The bytes of one block.
  package static let blockByteCount = 16

  /// Encrypts each block after adding the encryption of the one before, the first after zeros.
  package static func encryptCBC(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    try run(.encrypt, bytes, key: key)
  }

  /// Reverses `encryptCBC`.
  package static func decryptCBC(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    try run(.decrypt, bytes, key: key)
  }

  private static func run(
    _ direction: CipherContext.Direction, _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard bytes.count % blockByteCount == 0 else { throw .badInputLength(bytes.count) }
    let cipher: OpaquePointer? =
      switch key.count {
      case 16: EVP_aes_128_cbc()
      case 24: EVP_aes_192_cbc()
      case 32: EVP_aes_256_cbc()
      default: throw .badKeyLength(key.count)
      }
    let zeros = [UInt8](repeating: 0, count: blockByteCount)
    let context = try CipherContext(cipher, direction, key: key, initialisationVector: zeros)
    return try context.update(bytes)
  }
}
