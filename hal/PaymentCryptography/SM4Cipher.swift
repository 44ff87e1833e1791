import COpenSSL

/// SM4 over whole blocks of 16 bytes, without padding; keys of 16 bytes.
///
/// Source: GB/T 32907.
package enum SM4Cipher {
  /// The bytes of one block.
  package static let blockByteCount = 16

  /// Encrypts each block for itself.
  package static func encryptECB(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    try run(EVP_sm4_ecb(), .encrypt, bytes, key: key)
  }

  /// Decrypts each block for itself.
  package static func decryptECB(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    try run(EVP_sm4_ecb(), .decrypt, bytes, key: key)
  }

  /// Encrypts each block after adding the encryption of the one before, the first after zeros.
  package static func encryptCBC(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    try run(EVP_sm4_cbc(), .encrypt, bytes, key: key)
  }

  /// The last block in CBC over the message, filled up by 80 and zeros; 16 bytes.
  ///
  /// Source: JR/T 0025.17, MAC with a block cipher; ISO/IEC 9797-1, MAC algorithm 1, padding 2.
  package static func messageAuthenticationCode(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    var message = bytes + [0x80]
    let excess = message.count % blockByteCount
    if excess > 0 { message += Array(repeating: 0, count: blockByteCount - excess) }
    return Array(try encryptCBC(message, key: key).suffix(blockByteCount))
  }

  private static func run(
    _ cipher: OpaquePointer?, _ direction: CipherContext.Direction, _ bytes: [UInt8],
    key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard key.count == 16 else { throw .badKeyLength(key.count) }
    guard bytes.count % blockByteCount == 0 else { throw .badInputLength(bytes.count) }
    let zeros = [UInt8](repeating: 0, count: blockByteCount)
    let context = try CipherContext(cipher, direction, key: key, initialisationVector: zeros)
    return try context.update(bytes)
  }
}
