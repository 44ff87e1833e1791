import BERTLV
import Testing

@Suite struct DataObjectTagTests {
  @Test(
    arguments: [
      (0x5A, [0x5A], false), (0x9F02, [0x9F, 0x02], false), (0xBF0C, [0xBF, 0x0C], true),
      (0x70, [0x70], true), (0xDF8129, [0xDF, 0x81, 0x29], false), (0xFF00, [0xFF, 0x00], true),
    ] as [(UInt32, [UInt8], Bool)])
  func `a tag knows its bytes and whether it holds objects`(
    raw: UInt32, bytes: [UInt8], isConstructed: Bool
  ) throws {
    let tag = try #require(DataObjectTag(rawValue: raw))
    #expect(tag.bytes == bytes)
    #expect(tag.isConstructed == isConstructed)
  }

  @Test(arguments: [0, 0x9F, 0x5A00, 0x9F81, 0x9F0201, 0xFFFF_FFFF] as [UInt32])
  func `a number that is not one tag is refused`(raw: UInt32) {
    #expect(DataObjectTag(rawValue: raw) == nil)
  }

  @Test func `a tag is written as in the books`() {
    let tag: DataObjectTag = 0x9F02
    #expect("\(tag)" == "9F02")
  }

  @Test func `every element of the table is found by its tag`() {
    for element in DataElement.table { #expect(DataElement.named(element.tag) == element) }
    #expect(DataElement.named(0x42)?.source == .card)
    #expect(DataElement.named(0x95)?.source == .terminal)
    #expect(DataElement.named(0x91)?.source == .issuer)
    #expect(DataElement.named(0xDF69)?.format == .b)
    #expect(DataElement.named(0x9F7F) == nil)
  }
}
