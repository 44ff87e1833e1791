package import Octets

/// How one data element stands on the wire: kind × encoding × length × padding.
package struct ElementFormat: Hashable, Sendable {
  /// Which characters or bytes an element may hold.
  package enum Kind: Hashable, Sendable {
    /// Decimal digits (n).
    case numeric
    /// Track characters (z): any nibble, since an encrypted track has all; `=` is written D.
    case track
    /// Printable ASCII (an, ans).
    case printable
    /// Text in the center's character set, GBK for UnionPay; any byte (ans).
    case text
    /// Any byte (b).
    case binary
  }

  /// How the characters become bytes.
  package enum Encoding: Hashable, Sendable {
    /// Two characters to a byte, each by its hexadecimal value.
    case packed
    /// One byte a character.
    case bytewise
  }

  /// How many units an element has: digits when packed, bytes otherwise.
  package enum Length: Hashable, Sendable {
    /// Always this many.
    case fixed(Int)
    /// None to this many, counted by a prefix of that many digits in BCD.
    case variable(prefixDigits: Int, maximum: Int)
  }

  /// What fills an element that its units don't.
  package enum Padding: Hashable, Sendable {
    /// Nothing: the units must fit.
    case none
    /// A nibble beside an odd number of digits; written as 0, read as 0 or F.
    case nibble(BinaryCodedDecimal.Alignment)
    /// Spaces behind a text that is too short.
    case spaces
  }

  /// What it may hold.
  package let kind: Kind
  /// How it is written.
  package let encoding: Encoding
  /// How long it is.
  package let length: Length
  /// What fills it up.
  package let padding: Padding

  /// Puts a format together.
  package init(kind: Kind, encoding: Encoding, length: Length, padding: Padding = .none) {
    self.kind = kind
    self.encoding = encoding
    self.length = length
    self.padding = padding
  }

  /// How many bytes hold `unitCount` units.
  func byteCount(unitCount: Int) -> Int {
    switch encoding {
    case .packed: (unitCount + 1) / 2
    case .bytewise: unitCount
    }
  }

  /// Whether the pad of an odd number of digits comes before them.
  var padsInFront: Bool { padding == .nibble(.right) }

  /// Whether `nibble` may stand beside an odd number of digits.
  static func isPad(_ nibble: UInt8) -> Bool { nibble == 0 || nibble == 0x0F }
}
