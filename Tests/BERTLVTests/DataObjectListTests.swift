import BERTLV
import Octets
import Testing

@Suite struct DataObjectListTests {
  private func fill(_ list: String, _ values: [DataObjectTag: [UInt8]]) throws -> String {
    Hexadecimal.text(try DataObjectList(try Hexadecimal.bytes(list)).fill { values[$0] })
  }

  @Test func `a list is filled in its order`() throws {
    let text = try fill(
      "9F0206 9A03 9C01",
      [
        0x9C: [0], 0x9A: [0x26, 0x11, 0x23], 0x9F02: [0, 0, 0, 1, 0x23, 0x45],
      ])
    #expect(text == "00000001234526112300")
  }

  /// Source: EMV 4.3 Book 3, 5.4: numeric values lose and gain on the left, cn gains F at the end.
  @Test(arguments: [
    ("9F0204", "00012345"), ("9F0207", "00000000012345"),  // n
    ("5A02", "6216"), ("5A06", "62162610FFFF"),  // cn
    ("5002", "5042"), ("5006", "50424F430000"),  // ans
    ("9502", "0102"), ("9504", "01020300"),  // b
    ("9F7F03", "000000"),  // unknown
    ("7003", "000000"),  // a template, even when there is a value for it
    ("9F0200", ""),
  ])
  func `a value is cut and padded by its format`(list: String, expected: String) throws {
    let values: [DataObjectTag: [UInt8]] = [
      0x9F02: [0, 0, 0, 1, 0x23, 0x45], 0x5A: [0x62, 0x16, 0x26, 0x10],
      0x50: [0x50, 0x42, 0x4F, 0x43], 0x95: [1, 2, 3], 0x70: [9, 9, 9],
    ]
    #expect(try fill(list, values) == expected)
  }

  @Test func `a list cut within an entry is an error`() throws {
    let whole = try Hexadecimal.bytes("9F0206 9F3704")
    for count in [1, 2, 4, 5] {
      #expect(throws: TLVError.listTruncated(offset: count < 3 ? 0 : 3)) {
        try DataObjectList(Array(whole.prefix(count)))
      }
    }
    #expect(try DataObjectList(Array(whole.prefix(3))).entries.count == 1)
    #expect(throws: TLVError.tagTooLong(offset: 0)) {
      try DataObjectList([0x9F, 0x81, 0x81, 0x81, 0x01, 0x01])
    }
  }

  @Test func `a list that asks for more than a command carries is refused`() throws {
    #expect(throws: TLVError.listTooLong(byteCount: 256)) {
      try DataObjectList([0x9A, 0xFF, 0x9C, 0x01])
    }
    #expect(try DataObjectList([]).byteCount == 0)
  }

  @Test func `the filled values are found again`() throws {
    let list = try DataObjectList([0x9A, 3, 0x9C, 1])
    let values = try #require(list.values(in: [0x26, 0x11, 0x23, 0x20]))
    #expect(values.map(\.tag) == [0x9A, 0x9C])
    #expect(Array(values[1].value) == [0x20])
    #expect(list.values(in: [0x26]) == nil)
  }
}
