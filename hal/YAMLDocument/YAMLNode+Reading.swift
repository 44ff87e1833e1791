extension YAMLNode {
  /// An error about this value; what it is stands in the error unless `found` says otherwise.
  package func error(expected: String, found: String? = nil) -> YAMLError {
    YAMLError(place: place, expected: expected, found: found ?? kind)
  }

  /// The names and values of a mapping that may hold these names and no others.
  package func mapping(allowing keys: [String]) throws(YAMLError) -> YAMLMapping {
    guard case .mapping(let entries) = content else {
      throw error(expected: "a mapping with \(Self.list(keys))")
    }
    for entry in entries where !keys.contains(entry.key) {
      throw YAMLError(
        place: entry.keyPlace, expected: "one of \(Self.list(keys))",
        found: "“\(Self.shortened(entry.key))”")
    }
    return YAMLMapping(entries: entries, place: place)
  }

  /// The names and values of a mapping whose names are free.
  package func entries() throws(YAMLError) -> [Entry] {
    guard case .mapping(let entries) = content else { throw error(expected: "a mapping") }
    return entries
  }

  /// The values of a list.
  package func sequence() throws(YAMLError) -> [YAMLNode] {
    guard case .sequence(let elements) = content else { throw error(expected: "a list") }
    return elements
  }

  /// The text of a scalar, quoted or not, which must not be empty.
  package func text(_ expected: String = "a text") throws(YAMLError) -> String {
    guard case .scalar(let text, _) = content, !text.isEmpty else {
      throw error(expected: expected)
    }
    return text
  }

  /// A whole number in decimal digits, without quotes.
  package func integer(in range: ClosedRange<Int>) throws(YAMLError) -> Int {
    guard case .scalar(let text, true) = content, let number = Int(text), range.contains(number)
    else {
      throw error(
        expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// `yes` or `no`, also written `true` or `false`, without quotes.
  package func boolean() throws(YAMLError) -> Bool {
    if case .scalar(let text, true) = content {
      if text == "yes" || text == "true" { return true }
      if text == "no" || text == "false" { return false }
    }
    throw error(expected: "yes or no")
  }

  /// One word of a closed list, such as the cases of an enum with texts.
  package func oneOf<Choice: CaseIterable & RawRepresentable>(
    _ choices: Choice.Type
  ) throws(YAMLError) -> Choice where Choice.RawValue == String {
    if case .scalar(let text, _) = content, let choice = Choice(rawValue: text) { return choice }
    throw error(expected: "one of \(Self.list(Choice.allCases.map(\.rawValue)))")
  }

  private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}

/// A mapping whose names have been checked.
package struct YAMLMapping: Hashable, Sendable {
  /// In the order of the file.
  package let entries: [YAMLNode.Entry]
  /// Where the mapping stands.
  package let place: YAMLPlace

  /// The value of a name that must be there.
  package func required(_ key: String) throws(YAMLError) -> YAMLNode {
    if let value = self[key] { return value }
    let missing = YAMLPlace(origin: place.origin, keyPath: place.member(key))
    throw YAMLError(place: missing, expected: "a value for “\(key)”", found: "nothing")
  }

  /// The value of a name that may be missing.
  package subscript(key: String) -> YAMLNode? { entries.first { $0.key == key }?.value }
}
