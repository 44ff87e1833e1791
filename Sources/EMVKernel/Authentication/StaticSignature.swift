import BERTLV

/// The issuer's signature over a card's static data (tag 93).
///
/// Source: EMV 4.3 Book 2, 5.4; JR/T 0025.17 for SM2.
enum StaticSignature {
  /// Verifies it; returns two bytes of the issuer's, for tag 9F45.
  static func verify(
    _ signature: [UInt8], of staticData: [UInt8], under key: PublicKey,
    using cryptography: any KernelCryptography
  ) throws(AuthenticationFlaw) -> [UInt8] {
    switch key {
    case .rsa(let key):
      let block = try RecoveredBlock(
        0x93, signature, format: 0x03, minimumByteCount: 26, under: key, using: cryptography)
      let contents = block.contents
      guard contents[contents.startIndex + 1] == 0x01 else {
        throw .flawed(0x93, .digestAlgorithm)
      }
      try block.verify(with: staticData, using: cryptography)
      return Array(contents.dropFirst(2).prefix(2))
    case .curve(let key):
      guard signature.count == 3 + key.suite.signatureByteCount else {
        throw .flawed(0x93, .length)
      }
      guard signature[0] == 0x13 else { throw .flawed(0x93, .format) }
      guard
        cryptography.isValid(
          Array(signature[3...]), of: signature[..<3] + staticData, under: key)
      else { throw .flawed(0x93, .signature) }
      return Array(signature[1..<3])
    }
  }
}
