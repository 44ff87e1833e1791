import COpenSSL
import Octets

/// Codes that only a holder of the key can compute.
package enum MessageAuthentication {
  /// How a message is filled up to whole blocks of 8 bytes (ISO/IEC 9797-1, clause 6.3).
  package enum Padding: Hashable, Sendable {
    /// Method 1: as few zero bytes as needed, perhaps none.
    case zeros
    /// Method 2: a byte 80, then as few zero bytes as needed.
    case method2
  }

  /// UnionPay's own code: exclusive-or of all blocks, then two encryptions over hexadecimal text.
  ///
  /// The key has 8 bytes (DES) or 16 (triple DES). The result is 8 upper-case ASCII characters, the
  /// hexadecimal text of 4 bytes. Source: UnionPay reference 4.3.
  package static func unionPayECB(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let message = try padded(bytes, .zeros)
    var sum = TripleDES.zeroBlock
    for (index, byte) in message.enumerated() { sum[index % sum.count] ^= byte }
    let text = Array(Hexadecimal.text(sum).utf8)
    let first = try TripleDES.encryptECB(Array(text.prefix(8)), key: key)
    let second = try TripleDES.encryptECB(zip(first, text.suffix(8)).map { $0 ^ $1 }, key: key)
    return Array(Hexadecimal.text(second.prefix(4)).utf8)
  }

  /// The last block of DES in CBC over the message, filled with zeros; 8 bytes.
  ///
  /// The key has 8 bytes. Source: ANSI X9.9, UnionPay reference 4.4.
  package static func x9_9(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard key.count == 8 else { throw .badKeyLength(key.count) }
    return try lastBlock(of: padded(bytes, .zeros), key: key)
  }

  /// X9.9 with the left half of the key, its last block in triple DES; 8 bytes.
  ///
  /// The key has 16 bytes. Source: ANSI X9.19, UnionPay reference 4.4.
  package static func x9_19(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    try algorithm3(bytes, key: key, padding: .zeros)
  }

  /// The retail code: DES in CBC with the left half of the key, the result decrypted with the right
  /// half and encrypted with the left.
  ///
  /// The key has 16 bytes, the result 8. Source: ISO/IEC 9797-1, MAC algorithm 3.
  package static func algorithm3(
    _ bytes: [UInt8], key: [UInt8], padding: Padding
  ) throws(CryptographyError) -> [UInt8] {
    guard key.count == 16 else { throw .badKeyLength(key.count) }
    let left = Array(key.prefix(8))
    let chained = try lastBlock(of: padded(bytes, padding), key: left)
    let turned = try TripleDES.decryptECB(chained, key: Array(key.suffix(8)))
    return try TripleDES.encryptECB(turned, key: left)
  }

  /// HMAC with SHA-256; 32 bytes.
  ///
  /// Source: RFC 2104, FIPS 198-1. A key of no bytes is refused.
  package static func hmacSHA256(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard !key.isEmpty, let keyCount = Int32(exactly: key.count) else {
      throw .badKeyLength(key.count)
    }
    var code = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 0
    guard HMAC(EVP_sha256(), key, keyCount, bytes, bytes.count, &code, &count) != nil,
      count == code.count
    else { throw .libraryFailure }
    return code
  }

  private static func padded(
    _ bytes: [UInt8], _ padding: Padding
  ) throws(CryptographyError) -> [UInt8] {
    var message = bytes
    switch padding {
    // A code over nothing proves nothing, and method 1 has no block for it.
    case .zeros: if bytes.isEmpty { throw .badInputLength(0) }
    case .method2: message.append(0x80)
    }
    let excess = message.count % TripleDES.blockByteCount
    if excess > 0 { message += TripleDES.zeroBlock.dropFirst(excess) }
    return message
  }

  private static func lastBlock(
    of message: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    Array(try TripleDES.encryptCBC(message, key: key).suffix(TripleDES.blockByteCount))
  }
}
