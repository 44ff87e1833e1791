import Testing

@testable import PaymentCryptography

/// What an issuer sends to change a PIN.
///
/// Source: knovichikhin/pyemv, tests/test_sm_hsm.py; `posctl calc` is tested with more of them.
@Suite struct PINChangeTests {
  @Test func `the card's key hides a part of Visa's block, the old PIN another`() throws {
    // Of this key only bytes 5 to 8 count.
    let key = hex("00000000 3B4FFE0E 0000000000000000")
    let pin = Array("9999".utf8)
    #expect(
      try PINChange.visaBlock(pinDigits: pin, cardMasterKey: key) == hex("049999FFC4B001F1"))
    #expect(
      try PINChange.visaBlock(
        pinDigits: pin, cardMasterKey: key, currentPINDigits: Array("8888".utf8))
        == hex("8C1199FFC4B001F1"))
  }

  @Test func `the three paddings differ where a block is full, and where it is not`() throws {
    let key = hex("0123456789ABCDEFFEDCBA9876543210")
    let full = hex("249999FFFFFFFFFF")
    #expect(try PINChange.encipher(full, sessionKey: key, .masterCard).count == 8)
    #expect(try PINChange.encipher(full, sessionKey: key, .common).count == 16)
    let visa = try TripleDES.decryptECB(
      PINChange.encipher(full, sessionKey: key, .visa), key: key)
    #expect(visa == hex("08249999FFFFFFFF FF80000000000000"))
    let short = try TripleDES.decryptECB(
      PINChange.encipher([1, 2], sessionKey: key, .masterCard), key: key)
    #expect(short == hex("0102800000000000"))
  }

  @Test func `keys and PINs of other lengths are refused`() {
    let key = [UInt8](repeating: 1, count: 16)
    #expect(throws: CryptographyError.badKeyLength(8)) {
      try PINChange.visaBlock(
        pinDigits: Array("1234".utf8), cardMasterKey: [1, 2, 3, 4, 5, 6, 7, 8])
    }
    #expect(throws: CryptographyError.badInputLength(3)) {
      try PINChange.visaBlock(pinDigits: Array("123".utf8), cardMasterKey: key)
    }
    #expect(throws: CryptographyError.badInputLength(13)) {
      try PINChange.visaBlock(
        pinDigits: Array("1234".utf8), cardMasterKey: key,
        currentPINDigits: Array("1234567890123".utf8))
    }
    #expect(throws: CryptographyError.badKeyLength(0)) {
      try PINChange.encipher([1], sessionKey: [], .visa)
    }
    #expect(throws: CryptographyError.badInputLength(0)) {
      try PINChange.encipher([], sessionKey: key, .visa)
    }
  }
}
