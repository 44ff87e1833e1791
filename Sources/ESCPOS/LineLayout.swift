/// Puts text onto lines of a fixed number of columns.
package enum LineLayout {
  /// Cuts a text into lines that fit; each line end of the text starts a new one.
  ///
  /// A line breaks behind a blank where one stands among ASCII characters, and between any two
  /// characters otherwise. An empty text is one empty line. A character wider than the line stands
  /// alone on it.
  package static func wrap(_ text: String, columns: Int) -> [String] {
    text.split(omittingEmptySubsequences: false) { $0.isNewline }
      .flatMap { wrapLine($0, columns: columns) }
  }

  /// A label at the left and a value at the right, on two or more lines when one is too short.
  package static func pair(_ label: String, _ value: String, columns: Int) -> [String] {
    let labelWidth = DisplayWidth.columns(of: label)
    let valueWidth = DisplayWidth.columns(of: value)
    let isOneLine = !label.contains(where: \.isNewline) && !value.contains(where: \.isNewline)
    if isOneLine, labelWidth + valueWidth + 1 <= columns {
      return [label + blanks(columns - labelWidth - valueWidth) + value]
    }
    let values = wrap(value, columns: columns).map {
      blanks(columns - DisplayWidth.columns(of: $0)) + $0
    }
    return label.isEmpty ? values : wrap(label, columns: columns) + values
  }

  private static func wrapLine(_ line: Substring, columns: Int) -> [String] {
    var lines: [String] = []
    var current = ""
    var width = 0
    /// Behind the last blank of `current`, where it may be broken.
    var breakIndex: String.Index?
    for character in line {
      let characterWidth = DisplayWidth.columns(of: String(character))
      if width + characterWidth > columns, !current.isEmpty {
        let isInWord = character.isASCII && character != " " && current.last?.isASCII == true
        let rest = isInWord ? breakIndex.map { String(current[$0...]) } : nil
        if let rest { current.removeLast(rest.count) }
        lines.append(trimmed(current))
        current = rest ?? ""
        width = DisplayWidth.columns(of: current)
        breakIndex = nil
        if character == " ", current.isEmpty { continue }
      }
      current.append(character)
      width += characterWidth
      if character == " " { breakIndex = current.endIndex }
    }
    return lines + [lines.isEmpty ? current : trimmed(current)]
  }

  private static func trimmed(_ line: String) -> String {
    var rest = line[...]
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }

  private static func blanks(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }
}
