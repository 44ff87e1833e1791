import Octets
import PaymentCryptography
import Testing

/// Source: FIPS 197, appendix C: with a vector of zeros the first block of CBC is the bare cipher.
@Suite struct AESCipherTests {
  private static let blocks: [(key: String, clear: String, cipher: String)] = [
    // FIPS 197, C.1 to C.3.
    (
      "000102030405060708090A0B0C0D0E0F", "00112233445566778899AABBCCDDEEFF",
      "69C4E0D86A7B0430D8CDB78070B4C55A"
    ),
    (
      "000102030405060708090A0B0C0D0E0F1011121314151617", "00112233445566778899AABBCCDDEEFF",
      "DDA97CA4864CDFE06EAF70A0EC0D7191"
    ),
    (
      "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
      "00112233445566778899AABBCCDDEEFF", "8EA2B7CA516745BFEAFC49904B496089"
    ),
  ]

  @Test func `one block is the cipher itself`() throws {
    for block in Self.blocks {
      let key = try Hexadecimal.bytes(block.key)
      let clear = try Hexadecimal.bytes(block.clear)
      let cipher = try Hexadecimal.bytes(block.cipher)
      #expect(try AESCipher.encryptCBC(clear, key: key) == cipher)
      #expect(try AESCipher.decryptCBC(cipher, key: key) == clear)
    }
  }

  @Test func `each block depends on the one before`() throws {
    let key = [UInt8](repeating: 1, count: 16)
    let clear = [UInt8](repeating: 7, count: 48)
    let cipher = try AESCipher.encryptCBC(clear, key: key)
    #expect(cipher.prefix(16) != cipher.dropFirst(16).prefix(16))
    #expect(try AESCipher.decryptCBC(cipher, key: key) == clear)
  }

  @Test func `other lengths are refused`() {
    #expect(throws: CryptographyError.badKeyLength(15)) {
      try AESCipher.encryptCBC([], key: Array(repeating: 0, count: 15))
    }
    #expect(throws: CryptographyError.badInputLength(15)) {
      try AESCipher.decryptCBC(Array(repeating: 0, count: 15), key: Array(repeating: 0, count: 16))
    }
  }
}
