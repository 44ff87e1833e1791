import Octets
import PaymentCryptography
import Testing

@Suite struct PINBlockTests {
  static let pin = Array("123456".utf8)

  @Test(arguments: [
    ("6216261000000000018", "06122456FFFFFFFE", "AA9EB6A1815682D2"),
    ("6221558812340000", "0612210E7EDCBFFF", "558CDDA87336DCC6"),
    (nil, "06123456FFFFFFFF", "B6AF9B6F63D97E44"),
  ])
  func `blocks are those of UnionPay reference 4_2, and give the PIN back`(
    pan: String?, clear: String, encrypted: String
  ) throws {
    let panDigits = pan.map { Array($0.utf8) }
    let block = try PINBlock.clear(pinDigits: Self.pin, panDigits: panDigits)
    #expect(block == hex(clear))
    #expect(try TripleDES.encryptECB(block, key: VectorC.pinKey) == hex(encrypted))
    #expect(PINBlock.pinDigits(clear: block, panDigits: panDigits) == Self.pin)
  }

  @Test func `the worked example of ISO 9564-1 format 0 holds`() throws {
    // PIN 1234, PAN 43219876543210987, as widely published for format 0.
    let block = try PINBlock.clear(
      pinDigits: Array("1234".utf8), panDigits: Array("43219876543210987".utf8))
    #expect(block == hex("0412AC89ABCDEF67"))
  }

  @Test(arguments: 4...12)
  func `every allowed length comes back`(digitCount: Int) throws {
    let pin = Array("987654321012".utf8.prefix(digitCount))
    let pan = Array("6221558812340000".utf8)
    let block = try PINBlock.clear(pinDigits: pin, panDigits: pan)
    #expect(PINBlock.pinDigits(clear: block, panDigits: pan) == pin)
  }

  @Test(arguments: 8...19)
  func `every length of PAN binds the block`(digitCount: Int) throws {
    let pan = Array("6216261000000000018".utf8.suffix(digitCount))
    let block = try PINBlock.clear(pinDigits: Self.pin, panDigits: pan)
    #expect(PINBlock.pinDigits(clear: block, panDigits: pan) == Self.pin)
  }

  @Test func `a block for another PAN, or under another key, is no block`() throws {
    let pan = Array("6221558812340000".utf8)
    let block = try PINBlock.clear(pinDigits: Self.pin, panDigits: pan)
    #expect(PINBlock.pinDigits(clear: block, panDigits: Array("6221558899990000".utf8)) == nil)
    let turned = try TripleDES.encryptECB(block, key: VectorC.trackKey)
    #expect(PINBlock.pinDigits(clear: turned, panDigits: pan) == nil)
  }

  @Test(arguments: [
    "", "06123456FFFFFF", "16123456FFFFFFFF", "03123FFFFFFFFFFF", "0D1234567890123F",
    "06123A56FFFFFFFF", "06123456FFFFFFF0",
  ])
  func `what is no block of format 0 gives no PIN`(block: String) {
    #expect(PINBlock.pinDigits(clear: hex(block), panDigits: nil) == nil)
  }

  @Test func `lengths and characters are checked`() {
    let pan = Array("6221558812340000".utf8)
    #expect(throws: CryptographyError.badInputLength(3)) {
      try PINBlock.clear(pinDigits: Array("123".utf8), panDigits: pan)
    }
    #expect(throws: CryptographyError.badInputLength(13)) {
      try PINBlock.clear(pinDigits: Array("1234567890123".utf8), panDigits: pan)
    }
    #expect(throws: CryptographyError.badInputLength(0)) {
      try PINBlock.clear(pinDigits: Self.pin, panDigits: [])
    }
    #expect(throws: CryptographyError.badInputLength(20)) {
      try PINBlock.clear(pinDigits: Self.pin, panDigits: [UInt8](repeating: 0x30, count: 20))
    }
    #expect(throws: CryptographyError.badInputCharacter(offset: 2)) {
      try PINBlock.clear(pinDigits: Array("12x4".utf8), panDigits: pan)
    }
    #expect(throws: CryptographyError.badInputCharacter(offset: 8)) {
      try PINBlock.clear(pinDigits: Self.pin, panDigits: Array("62215588/2340000".utf8))
    }
  }
}
