import HAL
import MockDevices
import Octets
import PaymentCryptography
import Testing

/// Source: reference 2.7; the published test key of ANSI X9.24.
@Suite struct DerivedUniqueKeyTests {
  private func key(_ keySerialNumber: String) throws -> DerivedUniqueKey {
    try DerivedUniqueKey(
      baseKey: EmulatedReaderKeys.testBaseKey,
      keySerialNumber: Hexadecimal.bytes(keySerialNumber))
  }

  @Test func `the key of a swipe and its variants are those of the standard`() throws {
    let key = try key("FFFF9876543210E00008")
    #expect(Hexadecimal.text(key.bytes) == "27F66D5244FF62E1AA6F6120EDEB4280")
    #expect(Hexadecimal.text(key.pinVariant) == "27F66D5244FF621EAA6F6120EDEB427F")
    #expect(Hexadecimal.text(try key.dataKey()) == "C39B2778B058AC376FB18DC906F75CBA")
    #expect("\(key)" == "a derived key")
  }

  @Test func `a track under the PIN variant decrypts`() throws {
    let ciphertext = try Hexadecimal.bytes(
      """
      00544DF8F9F54103C34C2B9C3AD7F699DA087B87A104A57D01E63A300018AF97
      D98A00C54EC59C35BB2A4AF1F19BDCE8
      """)
    let clear = try TripleDES.decryptCBC(ciphertext, key: key("FFFF9876543210E00008").pinVariant)
    let text = "%B5413330089020011^TEST/CARD^30122011143878089?"
    #expect(String(decoding: clear.dropLast(), as: UTF8.self) == text)
    #expect(clear.last == 0)
  }

  @Test func `keys and serial numbers of other lengths are refused`() {
    #expect(throws: CryptographyError.badKeyLength(8)) {
      try DerivedUniqueKey(
        baseKey: Array(repeating: 0, count: 8), keySerialNumber: Array(repeating: 0, count: 10))
    }
    #expect(throws: CryptographyError.badInputLength(9)) {
      try DerivedUniqueKey(
        baseKey: Array(repeating: 0, count: 16), keySerialNumber: Array(repeating: 0, count: 9))
    }
  }
}
