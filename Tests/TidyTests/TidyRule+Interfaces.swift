extension TidyRule {
  /// Errors are typed: each boundary says what can go wrong at it.
  static let untypedErrors = TidyRule("untyped error") { source in
    let tokens = source.tokens
    return tokens.indices.filter { index in
      guard tokens[index].isCode("throws") else { return false }
      return index + 1 == tokens.count || !tokens[index + 1].isCode("(")
    }.map { Finding(line: tokens[$0].line, what: "throws without a type") }
  }

  /// Foundation turns a binary of 6 MiB into one of 55.
  static let foundation = TidyRule("Foundation") { source in
    source.imports.filter { $0.module.hasPrefix("Foundation") }.map {
      Finding(line: $0.line, what: "import \($0.module)")
    }
  }

  /// Its futures bring a second event loop.
  static let nio = TidyRule("NIO", in: .everything) { source in
    source.imports.filter { $0.module.hasPrefix("NIO") || $0.module.hasPrefix("_NIO") }.map {
      Finding(line: $0.line, what: "import \($0.module)")
    }
  }

  /// `public` is a promise to drivers that others write: only `hal/HAL` makes it.
  static let publicAPI = TidyRule("public", in: .everything) { source in
    let tokens = source.tokens
    return tokens.indices.filter { index in
      tokens[index].isCode("public") && (index == 0 || !tokens[index - 1].isCode("."))
    }.map { Finding(line: tokens[$0].line, what: "public") }
  }

  /// What is left to do is an issue, where people find it.
  static let unfinishedWork = TidyRule("unfinished work", in: .everything) { source in
    let marks = ["TODO", "FIXME", "XXX", "HACK"]
    return source.comments.sorted { $0.key < $1.key }.flatMap { line, comment in
      let words = comment.split { !$0.isLetter }
      return marks.filter { words.contains(Substring($0)) }.map { Finding(line: line, what: $0) }
    }
  }
}

extension SourceText {
  /// An imported module.
  struct Import: Hashable {
    let module: String
    let line: Int
  }

  private static let importedKinds: Set<String> = [
    "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
  ]

  /// What the file imports.
  var imports: [Import] {
    tokens.indices.dropLast().compactMap { index in
      guard tokens[index].isCode("import") else { return nil }
      let hasKind = Self.importedKinds.contains(tokens[index + 1].text)
      guard let name = tokens[(index + 1)...].dropFirst(hasKind ? 1 : 0).first else { return nil }
      return Import(module: name.text, line: name.line)
    }
  }
}
