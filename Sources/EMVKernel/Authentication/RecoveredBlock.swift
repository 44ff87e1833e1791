import BERTLV

/// What an RSA signature holds: 6A, a format, contents, 20 bytes of SHA-1, BC.
///
/// Source: EMV 4.3 Book 2, A2.1.3.
struct RecoveredBlock {
  private let tag: DataObjectTag
  private let bytes: [UInt8]

  /// Recovers a signature and checks its frame; its hash is for `verify`.
  init(
    _ tag: DataObjectTag, _ signature: [UInt8], format: UInt8, minimumByteCount: Int,
    under key: RSAPublicKey, using cryptography: some KernelCryptography
  ) throws(AuthenticationFlaw) {
    guard signature.count == key.modulus.count, signature.count >= minimumByteCount,
      let bytes = cryptography.recover(
        signature, modulus: key.modulus, exponent: key.exponent),
      bytes.count == signature.count
    else { throw .flawed(tag, .length) }
    guard bytes.last == 0xBC else { throw .flawed(tag, .trailer) }
    guard bytes[0] == 0x6A else { throw .flawed(tag, .header) }
    guard bytes[1] == format else { throw .flawed(tag, .format) }
    self.tag = tag
    self.bytes = bytes
  }

  /// The contents, from the format to the last byte before the hash; their indices begin at 1.
  var contents: ArraySlice<UInt8> { bytes[1..<bytes.count - 21] }

  /// Checks the hash over contents and rest.
  func verify(
    with rest: [UInt8], using cryptography: some KernelCryptography
  ) throws(AuthenticationFlaw) {
    let digest = cryptography.digest(contents + rest, .sha1)
    guard digest.elementsEqual(bytes[(bytes.count - 21)...].dropLast()) else {
      throw .flawed(tag, .signature)
    }
  }
}
