/// How many columns a text takes on paper, counted in half-width characters.
///
/// A printer with a double-byte font gives ASCII one column and every other character two, Greek,
/// Cyrillic and punctuation too; so this is narrower than Unicode's own table (UAX 11), in which
/// those depend on the context.
package enum DisplayWidth {
  /// The columns of a text without line ends.
  package static func columns(of text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns of one scalar: 0, 1 or 2.
  package static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: 1
    case 0..<0x20, 0x7F..<0xA0: 0  // controls
    case 0x0300...0x036F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF: 0  // combining
    case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF: 0  // invisible
    case 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xE0100...0xE01EF: 0  // variations, half marks
    default: 2
    }
  }
}
