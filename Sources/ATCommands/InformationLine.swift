/// A line of an answer that names what it tells: `+CSQ: 20,99`.
package struct InformationLine: Hashable, Sendable {
  /// One value between commas.
  package struct Field: Hashable, Sendable {
    /// The characters without quotes and without blanks around them.
    package let text: String
    /// Whether it stood between quotes.
    package let isQuoted: Bool
    /// The value of unquoted decimal digits.
    package var number: Int? { isQuoted ? nil : Int(text) }
  }

  /// What stands before the colon, such as `+CSQ`.
  package let name: String
  /// What stands behind it; one empty field when there is nothing.
  package let fields: [Field]

  /// Takes a line apart; nil when it has no colon.
  ///
  /// Modems differ in blanks, and some lose the closing quote: both are forgiven.
  package init?(_ line: String) {
    guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return nil }
    name = String(line[..<colon])
    fields = Self.fields(line[line.index(after: colon)...])
  }

  /// The number in the field at `index`; nil when there is none.
  package func number(_ index: Int) -> Int? {
    fields.indices.contains(index) ? fields[index].number : nil
  }

  /// The text in the field at `index`; nil when there is none or it is empty.
  package func text(_ index: Int) -> String? {
    guard fields.indices.contains(index), !fields[index].text.isEmpty else { return nil }
    return fields[index].text
  }

  private static func fields(_ values: Substring) -> [Field] {
    var fields: [Field] = []
    var text = ""
    var isInside = false
    var wasQuoted = false
    func finished() -> Field {
      Field(text: wasQuoted ? text : trimmed(text), isQuoted: wasQuoted)
    }
    for character in values {
      switch character {
      case "\"":
        if !wasQuoted { text = "" }
        isInside.toggle()
        wasQuoted = true
      case "," where !isInside:
        fields.append(finished())
        (text, wasQuoted) = ("", false)
      case " " where wasQuoted && !isInside:
        continue
      default:
        text.append(character)
      }
    }
    return fields + [finished()]
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
