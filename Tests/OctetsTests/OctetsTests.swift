import Octets
import Testing

@Suite struct OctetsTests {
  @Test func `hexadecimal text goes to bytes and back`() throws {
    #expect(try Hexadecimal.bytes("00 ff\nA5") == [0x00, 0xFF, 0xA5])
    #expect(Hexadecimal.text([0x00, 0xFF, 0xA5]) == "00FFA5")
  }

  @Test func `a wrong digit is named by its place`() {
    #expect(throws: Hexadecimal.ParsingError.notADigit(offset: 3)) {
      try Hexadecimal.bytes("00 x0")
    }
    #expect(throws: Hexadecimal.ParsingError.oddDigitCount(3)) { try Hexadecimal.bytes("000") }
  }

  @Test func `digits are packed on either side`() {
    #expect(BinaryCodedDecimal.pack("021".utf8, alignment: .left) == [0x02, 0x10])
    #expect(BinaryCodedDecimal.pack("001".utf8, alignment: .right) == [0x00, 0x01])
    #expect(BinaryCodedDecimal.pack("6=1".utf8, alignment: .left) == [0x6D, 0x10])
    #expect(BinaryCodedDecimal.pack("6x".utf8, alignment: .left) == nil)
  }

  @Test func `digits are unpacked from either side`() {
    let left = BinaryCodedDecimal.unpack([0x02, 0x10], digitCount: 3, alignment: .left)
    #expect(left == Array("021".utf8))
    let right = BinaryCodedDecimal.unpack([0x00, 0x01], digitCount: 3, alignment: .right)
    #expect(right == Array("001".utf8))
  }

  @Test func `numbers are packed with leading zeros`() {
    #expect(BinaryCodedDecimal.pack(12_345, digitCount: 12) == [0, 0, 0, 1, 0x23, 0x45])
    #expect(BinaryCodedDecimal.pack(1000, digitCount: 3) == nil)
    #expect(BinaryCodedDecimal.number([0x01, 0x53]) == 153)
    #expect(BinaryCodedDecimal.number([0x0A]) == nil)
  }

  @Test func `a reader says where the bytes ran out`() throws {
    var reader = ByteReader([1, 2, 3])
    #expect(try reader.integer(byteCount: 2) == 0x0102)
    #expect(throws: ByteReader.Truncated(offset: 2, wanted: 2, available: 1)) {
      _ = try reader.bytes(2)
    }
    #expect(reader.remaining == 1)
  }

  /// Source: the catalogue check of CRC-16/CCITT-FALSE.
  @Test func `the checksums give their catalogue values`() {
    #expect(Checksum.crc16(Array("123456789".utf8)) == 0x29B1)
    #expect(Checksum.lrc([0x3B, 0x60, 0x5B]) == 0)
  }
}
