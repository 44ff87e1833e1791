extension MessageAuthentication {
  /// CMAC with AES; 16 bytes.
  ///
  /// The key has 16, 24 or 32 bytes. Source: NIST SP 800-38B; RFC 4493.
  package static func cmacAES(
    _ bytes: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let size = AESCipher.blockByteCount
    let zeros = [UInt8](repeating: 0, count: size)
    let first = doubled(try AESCipher.encryptCBC(zeros, key: key))
    let isWhole = !bytes.isEmpty && bytes.count % size == 0
    let message =
      isWhole
      ? bytes : bytes + [0x80] + Array(repeating: 0, count: size - 1 - bytes.count % size)
    let mask = isWhole ? first : doubled(first)
    let last = zip(message.suffix(size), mask).map { $0 ^ $1 }
    return Array(
      try AESCipher.encryptCBC(message.dropLast(size) + last, key: key).suffix(size))
  }

  /// Twice the block in the field of 2^128 elements.
  private static func doubled(_ block: [UInt8]) -> [UInt8] {
    let carry: UInt8 = (block.first ?? 0) >> 7
    var result = block.indices.map { index in
      block[index] << 1 | (index + 1 < block.count ? block[index + 1] >> 7 : 0)
    }
    if carry == 1 { result[result.count - 1] ^= 0x87 }
    return result
  }
}
