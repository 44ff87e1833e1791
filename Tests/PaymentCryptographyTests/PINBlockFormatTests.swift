import Testing

@testable import PaymentCryptography

/// The blocks of ISO 9564-1 beside format 0.
@Suite struct PINBlockFormatTests {
  static let pin = Array("1234".utf8)
  static let pan = Array("5555555551234567".utf8)
  static let fill = hex("ABCDEFABCDEFABCD")

  /// Source of format 2: knovichikhin/psec, tests/test_pinblock.py; the others by hand.
  @Test func `each format has its nibbles`() throws {
    #expect(
      try PINBlock.clearWithoutAccount(pinDigits: Self.pin, fill: hex("0123456789ABCDEF"))
        == hex("1412346789ABCDEF"))
    #expect(
      try PINBlock.forCard(pinDigits: Array("1234567890".utf8)) == hex("2A1234567890FFFF"))
    #expect(
      try PINBlock.clearWithFill(pinDigits: Self.pin, panDigits: Self.pan, fill: Self.fill)
        == hex("341261FE98FD9F9B"))
  }

  @Test func `format 4 agrees with two encipherments by the openssl program`() throws {
    let block = try PINBlock.enciphered(
      pinDigits: Self.pin, panDigits: Self.pan, fill: hex("0123456789ABCDEF"),
      key: hex("2B7E151628AED2A6ABF7158809CF4F3C"))
    #expect(block == hex("F7212AAFFD7F6E17814CF559F6C1036E"))
  }

  @Test func `what does not fit is refused`() {
    #expect(throws: CryptographyError.badInputLength(7)) {
      try PINBlock.clearWithoutAccount(pinDigits: Self.pin, fill: [0, 0, 0, 0, 0, 0, 0])
    }
    #expect(throws: CryptographyError.badInputLength(13)) {
      try PINBlock.forCard(pinDigits: Array("1234567890123".utf8))
    }
    #expect(throws: CryptographyError.badInputCharacter(offset: 3)) {
      try PINBlock.forCard(pinDigits: Array("123A".utf8))
    }
    #expect(throws: CryptographyError.badInputCharacter(offset: 6)) {
      try PINBlock.clearWithFill(
        pinDigits: Self.pin, panDigits: Self.pan, fill: [0, 0, 0, 0, 0, 0, 0, 0])
    }
    #expect(throws: CryptographyError.badInputLength(7)) {
      try PINBlock.enciphered(
        pinDigits: Self.pin, panDigits: Array("1234567".utf8), fill: Self.fill,
        key: hex("2B7E151628AED2A6ABF7158809CF4F3C"))
    }
    #expect(throws: CryptographyError.badKeyLength(8)) {
      try PINBlock.enciphered(
        pinDigits: Self.pin, panDigits: Self.pan, fill: Self.fill, key: hex("0123456789ABCDEF"))
    }
  }
}
