/// One thing that a calculator is told: its name in the JSON object, and what may stand there.
struct CalculationField: Hashable, Sendable {
  /// What may stand there.
  enum Kind: Hashable, Sendable {
    /// Hexadecimal text of so many bytes.
    case bytes(ClosedRange<Int>)
    /// Hexadecimal text of one of these numbers of bytes.
    case bytesOf([Int])
    /// So many decimal digits, as text.
    case digits(ClosedRange<Int>)
    /// A whole number.
    case number(ClosedRange<Int>)
    /// One of these words.
    case choice([String])
  }

  /// The most bytes of one value.
  static let byteLimit = 65536

  let key: String
  let kind: Kind
  let meaning: String
  let isOptional: Bool

  init(_ key: String, _ kind: Kind, _ meaning: String, optional isOptional: Bool = false) {
    self.key = key
    self.kind = kind
    self.meaning = meaning
    self.isOptional = isOptional
  }

  /// What may stand there, in words.
  var expectation: String {
    switch kind {
    case .bytes(let counts): "hexadecimal digits of \(Self.words(counts, "byte"))"
    case .bytesOf(let counts):
      "hexadecimal digits of \(counts.map(String.init).joined(separator: " or ")) bytes"
    case .digits(let counts): "a text of \(Self.words(counts, "decimal digit"))"
    case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .choice(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
    }
  }

  private static func words(_ counts: ClosedRange<Int>, _ unit: String) -> String {
    if counts.lowerBound == counts.upperBound {
      return "\(counts.lowerBound) \(unit)\(counts.lowerBound == 1 ? "" : "s")"
    }
    if counts.upperBound == byteLimit {
      return counts.lowerBound == 0
        ? "any number of \(unit)s" : "\(counts.lowerBound) or more \(unit)s"
    }
    return "\(counts.lowerBound) to \(counts.upperBound) \(unit)s"
  }
}
