/// Text on an engineer's screen.
enum TerminalText {
  /// The text, unless it holds what is no character or would move the cursor.
  static func printable(_ text: String) -> String? {
    text.unicodeScalars.allSatisfy { isPrintable($0) && $0 != "\u{FFFD}" } ? text : nil
  }

  /// The text with `?` in place of what would move the cursor.
  static func harmless(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isPrintable($0) ? $0 : "?" }))
  }

  /// How many columns a text takes: two for each wide character (UAX 11), such as Chinese ones.
  static func columnCount(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + (isWide($1) ? 2 : 1) }
  }

  /// The text with blanks behind it, or in front of it, up to a number of columns.
  static func padded(_ text: String, to columnCount: Int, onTheLeft: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, columnCount - self.columnCount(of: text)))
    return onTheLeft ? blanks + text : text + blanks
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: false
    default: true
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
