import ESCPOS
import Testing

@Suite struct LineLayoutTests {
  @Test(arguments: [
    ("", 0), ("ABC", 3), ("联机", 4), ("金额 RMB", 8), ("\u{FFE5}1", 3), ("e\u{301}", 1),
    ("\u{200B}", 0), ("①", 2),
  ])
  func `Chinese characters take two columns`(text: String, columns: Int) {
    #expect(DisplayWidth.columns(of: text) == columns)
  }

  @Test(arguments: [
    ("", 8, [""]), ("ABCDEFGH", 8, ["ABCDEFGH"]), ("ABCDEFGHI", 8, ["ABCDEFGH", "I"]),
    ("one two three", 8, ["one two", "three"]), ("one\ntwo", 8, ["one", "two"]),
    ("持卡人签名确认", 8, ["持卡人签", "名确认"]), ("A持卡人签名", 8, ["A持卡人", "签名"]),
    ("交易 ABCDEFGHIJ", 8, ["交易", "ABCDEFGH", "IJ"]), ("联", 1, ["联"]), ("AB", 0, ["A", "B"]),
    ("ABCDEFGH IJ", 8, ["ABCDEFGH", "IJ"]), ("签名 ab cd", 8, ["签名 ab", "cd"]),
  ])
  func `text is wrapped by columns`(text: String, columns: Int, lines: [String]) {
    #expect(LineLayout.wrap(text, columns: columns) == lines)
  }

  @Test(arguments: [
    ("金额", "1.00", 12, ["金额    1.00"]), ("金额", "1.00", 9, ["金额 1.00"]),
    ("金额", "1.00", 8, ["金额", "    1.00"]), ("", "1.00", 8, ["    1.00"]),
    ("AB", "0123456789", 8, ["AB", "01234567", "      89"]),
    ("A\nB", "C", 8, ["A", "B", "       C"]),
  ])
  func `a pair stands on one line where it fits`(
    label: String, value: String, columns: Int, lines: [String]
  ) {
    #expect(LineLayout.pair(label, value, columns: columns) == lines)
  }
}
