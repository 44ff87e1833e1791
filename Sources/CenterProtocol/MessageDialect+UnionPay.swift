package import ISO8583
import Octets

extension MessageDialect {
  /// The messages between a UnionPay POS terminal and its acquirer's center.
  ///
  /// Field 22 stands on the left of its two bytes and field 23 on the right. Numeric elements of
  /// variable length count digits, all others bytes. Field 62 may have 999 bytes, more than the
  /// standard's 512, because pieces of a signature image need them.
  /// Source: UnionPay POS terminal specification, field table.
  package static let unionPay = MessageDialect(
    name: "UnionPay POS",
    [
      2: .digits(upTo: 19, prefix: 2),
      3: .digits(6),
      4: .digits(12),
      11: .digits(6),
      12: .digits(6),
      13: .digits(4),
      14: .digits(4),
      15: .digits(4),
      22: .digits(3, .left),
      23: .digits(3, .right),
      25: .digits(2),
      26: .digits(2),
      32: .digits(upTo: 11, prefix: 2),
      35: .track(upTo: 37, prefix: 2),
      36: .track(upTo: 104, prefix: 3),
      37: .printable(12),
      38: .printable(6),
      39: .printable(2),
      41: .printable(8),
      42: .printable(15),
      44: .text(upTo: 25, prefix: 2),
      48: .digits(upTo: 322, prefix: 3),
      49: .printable(3),
      52: .bytes(8),
      53: .digits(16),
      54: .text(upTo: 20, prefix: 3),
      55: .bytes(upTo: 255, prefix: 3),
      57: .text(upTo: 999, prefix: 3),
      58: .bytes(upTo: 100, prefix: 3),
      59: .bytes(upTo: 600, prefix: 3),
      60: .digits(upTo: 17, prefix: 3),
      61: .digits(upTo: 29, prefix: 3),
      62: .bytes(upTo: 999, prefix: 3),
      63: .text(upTo: 163, prefix: 3),
      64: .bytes(8),
    ])
}

/// The rows' vocabulary.
extension ElementFormat {
  fileprivate static func digits(
    _ count: Int, _ alignment: BinaryCodedDecimal.Alignment = .right
  ) -> Self {
    Self(kind: .numeric, encoding: .packed, length: .fixed(count), padding: .nibble(alignment))
  }

  fileprivate static func digits(upTo maximum: Int, prefix: Int) -> Self {
    Self(
      kind: .numeric, encoding: .packed,
      length: .variable(prefixDigits: prefix, maximum: maximum), padding: .nibble(.left))
  }

  fileprivate static func track(upTo maximum: Int, prefix: Int) -> Self {
    Self(
      kind: .track, encoding: .packed,
      length: .variable(prefixDigits: prefix, maximum: maximum), padding: .nibble(.left))
  }

  fileprivate static func printable(_ count: Int) -> Self {
    Self(kind: .printable, encoding: .bytewise, length: .fixed(count), padding: .spaces)
  }

  fileprivate static func text(upTo maximum: Int, prefix: Int) -> Self {
    Self(
      kind: .text, encoding: .bytewise,
      length: .variable(prefixDigits: prefix, maximum: maximum))
  }

  fileprivate static func bytes(_ count: Int) -> Self {
    Self(kind: .binary, encoding: .bytewise, length: .fixed(count))
  }

  fileprivate static func bytes(upTo maximum: Int, prefix: Int) -> Self {
    Self(
      kind: .binary, encoding: .bytewise,
      length: .variable(prefixDigits: prefix, maximum: maximum))
  }
}
