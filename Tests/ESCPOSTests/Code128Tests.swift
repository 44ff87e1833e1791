import ESCPOS
import Testing

@Suite struct Code128Tests {
  /// Source: the common worked example PJJ123C, whose check number is 54 in set A and so 55 in B.
  @Test func `the worked example has its check number`() throws {
    let code = try #require(Code128(data: Array("{APJJ123C".utf8)))
    #expect(code.symbols == [103, 48, 42, 42, 17, 18, 19, 35, 54])
  }

  @Test(arguments: [
    ("PJJ123C", "{BPJJ123C", 55), ("Wikipedia", "{BWikipedia", 88),
  ])
  func `a text is in set B with the check number of its symbols`(
    text: String, data: String, check: Int
  ) throws {
    #expect(Code128.data(of: text) == Array(data.utf8))
    let code = try #require(Code128(data: Array(data.utf8)))
    #expect(code.text == text)
    #expect(code.symbols.last == check)
    #expect(code.symbols.first == 104)
  }

  @Test func `pairs of digits are in set C, where that is shorter`() throws {
    #expect(Code128.data(of: "123456") == [0x7B, 0x43, 12, 34, 56])
    #expect(Code128.data(of: "AB123456") == [0x7B, 0x42, 0x41, 0x42, 0x7B, 0x43, 12, 34, 56])
    #expect(Code128.data(of: "12A") == [0x7B, 0x42, 0x31, 0x32, 0x41])
    #expect(Code128.data(of: "12345X") == [0x7B, 0x43, 12, 34, 0x7B, 0x42, 0x35, 0x58])
    #expect(Code128.data(of: "{") == [0x7B, 0x42, 0x7B, 0x7B])
  }

  @Test(arguments: ["0", "A{B}C", "000012345678901234567890", "a1b22c333d4444e55555", "~ !\"#"])
  func `what was put in comes out`(text: String) throws {
    let data = try #require(Code128.data(of: text))
    let code = try #require(Code128(data: data))
    #expect(code.text == text)
    // Eleven modules a symbol, and thirteen for the stop.
    #expect(code.moduleCount == code.symbols.count * 11 + 13)
    #expect(code.runs.count == code.symbols.count * 6 + 7)
  }

  @Test func `what no code can say is nothing`() {
    #expect(Code128.data(of: "") == nil)
    #expect(Code128.data(of: "联机") == nil)
    #expect(Code128.data(of: "a\u{1}") == nil)
    #expect(Code128.data(of: String(repeating: "A", count: 300)) == nil)
    let broken: [[UInt8]] = [
      [], [0x41], [0x7B], [0x7B, 0x42], [0x7B, 0x43, 100], [0x7B, 0x42, 0x7B, 0x5A],
      [0x7B, 0x41, 0x61], [0x7B, 0x7B, 0x42],
    ]
    for data in broken { #expect(Code128(data: data) == nil, "\(data)") }
  }

  @Test func `set A has control characters`() throws {
    let code = try #require(Code128(data: [0x7B, 0x41, 0x01, 0x41]))
    #expect(code.symbols.prefix(3) == [103, 65, 33])
  }
}
