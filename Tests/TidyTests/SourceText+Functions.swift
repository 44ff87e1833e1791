extension SourceText {
  /// Something with a body: a function, an initializer, a computed property.
  struct Function: Hashable {
    let name: String
    let line: Int
    let lineCount: Int
  }

  private static let introducers: Set<String> = ["func", "init", "deinit", "subscript", "var"]
  /// Words that begin another declaration: what stood before them has no body.
  private static let declarations: Set<String> = [
    "func", "init", "deinit", "subscript", "var", "let", "case", "static", "package", "public",
    "private", "fileprivate", "internal", "mutating", "nonisolated", "associatedtype", "typealias",
    "extension", "struct", "class", "enum", "actor", "protocol", "import", "override", "final",
  ]

  /// Every function with a body, nested ones too.
  var functions: [Function] {
    tokens.indices.compactMap { index in
      let token = tokens[index]
      guard token.kind == .word, Self.introducers.contains(token.text),
        index == 0 || !tokens[index - 1].isCode("."), let body = body(of: index),
        let end = closingBrace(from: body)
      else { return nil }
      let name = token.text == "func" || token.text == "var" ? tokens[index + 1].text : token.text
      return Function(
        name: name, line: token.line, lineCount: tokens[end].line - token.line + 1)
    }
  }

  /// The opening brace of the body that belongs to the declaration.
  private func body(of introducer: Int) -> Int? {
    let isProperty = tokens[introducer].isCode("var")
    var depth = 0
    for index in tokens.indices[(introducer + 1)...] {
      let token = tokens[index]
      guard token.kind != .text else { continue }
      if depth == 0, token.isFirstOnLine,
        isProperty || token.text == "@" || token.text == "#"
          || Self.declarations.contains(token.text)
      {
        return nil
      }
      switch token.text {
      case "{" where depth == 0: return index
      case "=" where depth == 0 && isProperty: return nil
      case "(", "[", "{": depth += 1
      case ")", "]", "}":
        if depth == 0 { return nil }
        depth -= 1
      default: break
      }
    }
    return nil
  }

  private func closingBrace(from opening: Int) -> Int? {
    var depth = 0
    for index in opening..<tokens.count {
      if tokens[index].isCode("{") { depth += 1 }
      if tokens[index].isCode("}") {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }
}
