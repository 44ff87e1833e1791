import Testing

@testable import posctl

@Suite struct TextTableTests {
  @Test func `columns line up where Chinese and Latin characters are mixed`() {
    let table = TextTable(
      rows: [["1", "金额", "x"], ["10", "amount", "y"], ["2", "卡 card", ""]], rightAligned: [0])
    #expect(table.text == " 1  金额     x\n10  amount   y\n 2  卡 card\n")
  }

  @Test func `rows may differ in length, and none at all is no text`() {
    #expect(TextTable(rows: [["a"], ["b", "c"], []]).text == "a\nb  c\n\n")
    #expect(TextTable(rows: []).text.isEmpty)
  }

  @Test func `what would move the cursor does not reach the screen`() {
    #expect(TextTable(rows: [["a\u{1B}[2J\u{7}\n\u{202E}\u{9B}"]]).text == "a?[2J????\n")
    #expect(TerminalText.printable("中心 A") == "中心 A")
    #expect(TerminalText.printable("A\u{1B}") == nil)
    #expect(TerminalText.printable("A\u{FFFD}") == nil)
  }

  @Test func `wide characters count twice`() {
    #expect(TerminalText.columnCount(of: "已连接 · 12 s") == 13)
    #expect(TerminalText.columnCount(of: "\u{FF0C}\u{3002}\u{FFE5}") == 6)
  }
}
