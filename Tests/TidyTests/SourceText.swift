/// Swift source taken apart into words, marks, texts and comments.
///
/// It knows where strings and comments begin and end, also nested, raw and over several lines, and
/// that what stands in `\(…)` is code. It is no parser: what a rule can't see in a row of tokens
/// belongs in the compiler or the linter.
struct SourceText: Sendable {
  /// A piece of code.
  struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      /// A name, a keyword or a number.
      case word
      /// One character of an operator, a bracket or other punctuation.
      case mark
      /// A string literal without its quotes and without what is inserted into it.
      case text
    }

    let kind: Kind
    let text: String
    /// Counted from 1.
    let line: Int
    let isAfterSpace: Bool
    let isFirstOnLine: Bool

    /// Whether this is the word or the mark.
    func isCode(_ text: String) -> Bool { kind != .text && self.text == text }
  }

  let lines: [Substring]
  private(set) var tokens: [Token] = []
  /// The comments of each line that has some.
  private(set) var comments: [Int: String] = [:]

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var isAfterSpace = true
  private var isFirstOnLine = true

  /// Reads a file's text.
  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    bytes = Array(text.utf8)
    readCode(untilClosingParenthesis: false)
  }

  /// The lines of the places where the tokens stand in a row, each the first token's line.
  func lines(of row: [String]) -> [Int] {
    guard tokens.count >= row.count else { return [] }
    return (0...tokens.count - row.count).filter { start in
      row.indices.allSatisfy { tokens[start + $0].isCode(row[$0]) }
    }.map { tokens[$0].line }
  }
}

// Reading.
extension SourceText {
  private func byte(_ offset: Int = 0) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  private func stands(_ text: StaticString, at offset: Int = 0) -> Bool {
    let start = position + offset
    guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
    return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == text.utf8Start[$0] }
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count {
      if byte() == UInt8(ascii: "\n") {
        line += 1
        isFirstOnLine = true
        isAfterSpace = true
      }
      position += 1
    }
  }

  private mutating func append(_ kind: Token.Kind, _ text: String, line: Int) {
    tokens.append(
      Token(
        kind: kind, text: text, line: line, isAfterSpace: isAfterSpace,
        isFirstOnLine: isFirstOnLine))
    isAfterSpace = false
    isFirstOnLine = false
  }

  private mutating func readCode(untilClosingParenthesis: Bool) {
    var depth = 0
    while let next = byte() {
      switch next {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
        isAfterSpace = true
        advance()
      case UInt8(ascii: "/") where stands("//"): readLineComment()
      case UInt8(ascii: "/") where stands("/*"): readBlockComment()
      case UInt8(ascii: "\""): readString(poundCount: 0)
      case UInt8(ascii: "#") where poundsBeforeQuote > 0:
        readString(poundCount: poundsBeforeQuote)
      case UInt8(ascii: "`"): readQuotedName()
      case _ where Self.isWord(next): readWord()
      default:
        if next == UInt8(ascii: "(") { depth += 1 }
        if next == UInt8(ascii: ")") {
          if depth == 0, untilClosingParenthesis { return }
          depth -= 1
        }
        append(.mark, String(UnicodeScalar(next)), line: line)
        advance()
      }
    }
  }

  /// The number of `#` before a quote, 0 when there is no quote after them.
  private var poundsBeforeQuote: Int {
    var count = 0
    while byte(count) == UInt8(ascii: "#") { count += 1 }
    return byte(count) == UInt8(ascii: "\"") ? count : 0
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  private mutating func readWord() {
    let start = position
    while let next = byte(), Self.isWord(next) { position += 1 }
    append(.word, String(decoding: bytes[start..<position], as: UTF8.self), line: line)
  }

  private mutating func readQuotedName() {
    let start = position
    position += 1
    while let next = byte(), next != UInt8(ascii: "`"), next != UInt8(ascii: "\n") { position += 1 }
    position += 1
    let end = min(position, bytes.count)
    append(.word, String(decoding: bytes[start..<end], as: UTF8.self), line: line)
  }

  private mutating func readLineComment() {
    let start = position
    while let next = byte(), next != UInt8(ascii: "\n") { position += 1 }
    comments[line, default: ""] += String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func readBlockComment() {
    var depth = 0
    repeat {
      let start = position
      let startLine = line
      if stands("/*") {
        depth += 1
        advance(2)
      } else if stands("*/") {
        depth -= 1
        advance(2)
      } else {
        advance()
      }
      comments[startLine, default: ""] +=
        String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
    } while depth > 0 && position < bytes.count
    isAfterSpace = true
  }

  private mutating func readString(poundCount: Int) {
    let startLine = line
    let index = tokens.count
    append(.text, "", line: startLine)
    let first = tokens[index]
    advance(poundCount)
    let quotes = stands("\"\"\"") ? 3 : 1
    advance(quotes)
    var content: [UInt8] = []
    while let next = byte() {
      if closes(quotes: quotes, poundCount: poundCount) {
        advance(quotes + poundCount)
        break
      }
      if next == UInt8(ascii: "\\"), hasPounds(poundCount, at: 1) {
        let escaped = byte(1 + poundCount)
        advance(2 + poundCount)
        if escaped == UInt8(ascii: "(") {
          readCode(untilClosingParenthesis: true)
          advance()
        }
        continue
      }
      if quotes == 1, next == UInt8(ascii: "\n") { break }
      content.append(next)
      advance()
    }
    tokens[index] = Token(
      kind: .text, text: String(decoding: content, as: UTF8.self), line: startLine,
      isAfterSpace: first.isAfterSpace, isFirstOnLine: first.isFirstOnLine)
    isAfterSpace = false
    isFirstOnLine = false
  }

  private func closes(quotes: Int, poundCount: Int) -> Bool {
    (quotes == 3 ? stands("\"\"\"") : stands("\"")) && hasPounds(poundCount, at: quotes)
  }

  private func hasPounds(_ count: Int, at offset: Int) -> Bool {
    (0..<count).allSatisfy { byte(offset + $0) == UInt8(ascii: "#") }
  }
}
