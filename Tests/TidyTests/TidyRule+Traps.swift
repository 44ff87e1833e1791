// A terminal that traps forgets a customer's money: no input may make it.
extension TidyRule {
  static let forcedTry = TidyRule("forced try", in: .everything) { forced("try", in: $0) }

  static let forcedCast = TidyRule("forced cast", in: .everything) { forced("as", in: $0) }

  /// The keyword with the mark right behind it: `try !isEmpty` forces nothing.
  private static func forced(_ keyword: String, in source: SourceText) -> [Finding] {
    let tokens = source.tokens
    return tokens.indices.dropFirst().filter { index in
      tokens[index].isCode("!") && !tokens[index].isAfterSpace && tokens[index - 1].isCode(keyword)
    }.map { Finding(line: tokens[$0].line, what: "\(keyword)!") }
  }

  /// `value!`, and the type `Value!`.
  static let forcedUnwrapping = TidyRule("forced unwrapping", in: .everything) { source in
    let tokens = source.tokens
    return tokens.indices.dropFirst().filter { index in
      guard tokens[index].isCode("!"), !tokens[index].isAfterSpace else { return false }
      if index + 1 < tokens.count, tokens[index + 1].isCode("="), !tokens[index + 1].isAfterSpace {
        return false  // `a!=b`
      }
      let before = tokens[index - 1]
      switch before.kind {
      case .word: return before.text != "try" && before.text != "as"
      case .text: return true
      case .mark: return [")", "]", "}", ">", "?"].contains(before.text)
      }
    }.map { Finding(line: tokens[$0].line, what: "\(tokens[$0 - 1].text)!") }
  }
}
