extension TidyRule {
  /// The longest file, in lines; tables are exempt by name (`TidyException`).
  static let fileLineLimit = 400
  /// The longest function, from its first line to its closing brace.
  static let functionLineLimit = 60
  /// The longest line, in characters.
  static let columnLimit = 100

  static let fileLength = TidyRule("file length", in: .everything) { source in
    // The newline that ends the last line begins no other.
    let count = source.lines.count - (source.lines.last?.isEmpty == true ? 1 : 0)
    guard count > fileLineLimit else { return [] }
    return [Finding(line: count, what: "a file of \(count) lines")]
  }

  static let lineLength = TidyRule("line length", in: .everything) { source in
    source.lines.enumerated().filter { $0.element.count > columnLimit }.map {
      Finding(line: $0.offset + 1, what: "a line of \($0.element.count) columns")
    }
  }

  static let functionLength = TidyRule("function length", in: .everything) { source in
    source.functions.filter { $0.lineCount > functionLineLimit }.map {
      Finding(line: $0.line, what: "\($0.name) has \($0.lineCount) lines")
    }
  }
}
