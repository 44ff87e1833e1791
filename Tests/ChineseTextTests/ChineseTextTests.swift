import ChineseText
import Testing

@Suite struct ChineseTextTests {
  /// Source: GB 2312-80, rows 54 and 55 of the common characters.
  @Test func `Chinese goes to GBK and back`() throws {
    let text = try #require(ChineseText(.gbk))
    #expect(text.encode("中国A") == [0xD6, 0xD0, 0xB9, 0xFA, 0x41])
    #expect(text.decode([0xD6, 0xD0, 0xB9, 0xFA, 0x41]) == "中国A")
  }

  @Test func `what GBK lacks becomes a question mark, character by character`() throws {
    let text = try #require(ChineseText(.gbk))
    #expect(text.encode("a😀b😀") == Array("a?b?".utf8))
    #expect(!text.covers("😀"))
    #expect(text.covers("联机 签购单"))
  }

  @Test func `signs that look the same stand in for those that are missing`() throws {
    let text = try #require(ChineseText(.gbk))
    #expect(text.decode(text.encode("\u{A5}1\u{A0}\u{2022}")) == "\u{FFE5}1 \u{B7}")
  }

  @Test func `GB 18030 has everything`() throws {
    let text = try #require(ChineseText(.gb18030))
    #expect(text.encode("😀") == [0x94, 0x39, 0xFC, 0x36])
    #expect(text.decode(text.encode("中😀国 é")) == "中😀国 é")
  }

  @Test func `bytes that mean nothing do not stop the rest`() throws {
    let text = try #require(ChineseText(.gb18030))
    #expect(text.decode([0x41, 0xFF, 0x42]) == "A\u{FFFD}B")
    #expect(text.decode([0xD6, 0xD0, 0xD6]) == "中\u{FFFD}")
    #expect(text.decode([]).isEmpty)
    #expect(text.encode("").isEmpty)
    for byte in UInt8.min...UInt8.max { #expect(!text.decode([byte]).isEmpty) }
  }
}
