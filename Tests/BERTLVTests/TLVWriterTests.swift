import BERTLV
import Octets
import Testing

@Suite struct TLVWriterTests {
  @Test func `templates and objects are written with shortest lengths`() throws {
    var writer = TLVWriter()
    writer.appendTemplate(0x6F) {
      $0.append(0x84, [1, 2])
      $0.appendTemplate(0xA5) { $0.append(0x5F2D, "zh".utf8) }
    }
    #expect(Hexadecimal.text(writer.bytes) == "6F0B84020102A5055F2D027A68")
  }

  @Test(arguments: [0, 1, 127, 128, 255, 256, 65_535, 65_536])
  func `a value of any length comes back`(count: Int) throws {
    var writer = TLVWriter()
    writer.append(0x9F10, Array(repeating: 0xA5, count: count))
    var reader = TLVReader(writer.bytes)
    let object = try #require(try reader.next())
    #expect(object.value.count == count)
    #expect(try reader.next() == nil)
  }
}
