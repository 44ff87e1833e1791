import COpenSSL

/// AES-256 in Galois/Counter Mode: what was changed does not open.
///
/// The key has 32 bytes. A sealed text is the nonce (12 bytes), the ciphertext (as long as the
/// plaintext) and the tag (16 bytes). Source: NIST SP 800-38D.
package enum AuthenticatedEncryption {
  /// The bytes of a key.
  package static let keyByteCount = 32
  /// The bytes of a nonce.
  package static let nonceByteCount = 12
  /// The bytes of a tag.
  package static let tagByteCount = 16

  /// Encrypts; the caller never uses a nonce twice with one key.
  package static func seal(
    _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard key.count == keyByteCount else { throw .badKeyLength(key.count) }
    guard nonce.count == nonceByteCount else { throw .badInputLength(nonce.count) }
    let context = try CipherContext(
      EVP_aes_256_gcm(), .encrypt, key: key, initialisationVector: nonce)
    let ciphertext = try context.update(plaintext)
    guard context.finish() else { throw .libraryFailure }
    return nonce + ciphertext + (try context.tag(byteCount: tagByteCount))
  }

  /// Decrypts; throws `notAuthentic` when a bit of it was changed or the key is another.
  package static func open(
    _ sealed: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard key.count == keyByteCount else { throw .badKeyLength(key.count) }
    guard sealed.count >= nonceByteCount + tagByteCount else {
      throw .badInputLength(sealed.count)
    }
    let context = try CipherContext(
      EVP_aes_256_gcm(), .decrypt, key: key,
      initialisationVector: Array(sealed.prefix(nonceByteCount)))
    try context.expectTag(Array(sealed.suffix(tagByteCount)))
    let ciphertext = sealed.dropFirst(nonceByteCount).dropLast(tagByteCount)
    let plaintext = try context.update(Array(ciphertext))
    guard context.finish() else { throw .notAuthentic }
    return plaintext
  }
}
