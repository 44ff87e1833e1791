import YAMLDocument

extension YAMLNode {
  /// The line in its file; 0 for what came from an option.
  var line: Int {
    if case .file(_, let line, _) = place.origin { return line }
    return 0
  }

  /// Whether nothing was written.
  var isNothing: Bool {
    if case .scalar("", _) = content { return true }
    return false
  }

  /// The value on one line, for the table of steps.
  var summary: String {
    switch content {
    case .scalar(let text, _): text
    case .sequence(let elements): elements.map(\.summary).joined(separator: ", ")
    case .mapping(let entries):
      entries.map { "\($0.key) \($0.value.summary)" }.joined(separator: ", ")
    }
  }

  /// One text, or a list of them.
  func texts() throws(YAMLError) -> [String] {
    guard case .sequence(let elements) = content else { return [try text()] }
    var texts: [String] = []
    for element in elements { texts.append(try element.text()) }
    return texts
  }

  /// Seconds with up to three decimals, as milliseconds.
  func milliseconds(upTo limit: Int) throws(YAMLError) -> Int {
    let expected = "seconds from 0.001 to \(limit)"
    guard case .scalar(let text, _) = content,
      let value = Self.fixedPoint(text, decimals: 3), (1...limit * 1000).contains(value)
    else { throw error(expected: expected) }
    return value
  }

  /// An amount such as `12.34`, in minor units; its two decimals may be left out.
  func minorUnits() throws(YAMLError) -> Int {
    guard case .scalar(let text, _) = content,
      let value = Self.fixedPoint(text, decimals: 2), value < 1_000_000_000_000
    else { throw error(expected: "an amount such as 12.34") }
    return value
  }

  private static func fixedPoint(_ text: String, decimals: Int) -> Int? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    guard let whole = parts.first, (1...12).contains(whole.utf8.count),
      fraction.utf8.count <= decimals, parts.count == 1 || !fraction.isEmpty
    else { return nil }
    let digits = whole + fraction + String(repeating: "0", count: decimals - fraction.utf8.count)
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(digits)
  }
}
