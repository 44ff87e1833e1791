import Testing

@Suite struct SourceTextTests {
  private func words(_ text: String) -> [String] { SourceText(text).tokens.map(\.text) }

  @Test func `words, marks and texts are told apart`() {
    let tokens = SourceText("let a = \"b\"  // c\n  return").tokens
    #expect(tokens.map(\.text) == ["let", "a", "=", "b", "return"])
    #expect(tokens.map(\.kind) == [.word, .word, .mark, .text, .word])
    #expect(tokens.map(\.line) == [1, 1, 1, 1, 2])
    #expect(tokens.map(\.isFirstOnLine) == [true, false, false, false, true])
  }

  @Test(arguments: [
    ("\"a \\\" b\" c", ["a  b", "c"]),
    ("\"\"\"\n  \"x\" y\n  \"\"\" c", ["\n  \"x\" y\n  ", "c"]),
    ("#\"a \"b\" \\n\"# c", ["a \"b\" \\n", "c"]),
    ("##\"a\"# b\"## c", ["a\"# b", "c"]),
    ("\"https://a\" c", ["https://a", "c"]),
    ("\"open\nc", ["open", "c"]),
    ("\"\" c", ["", "c"]),
  ])
  func `a string ends where Swift ends it`(text: String, tokens: [String]) {
    #expect(words(text) == tokens)
  }

  @Test func `what is inserted into a string is code`() {
    #expect(words("\"a \\(f(\"x\", (1))) b\"") == ["a  b", "f", "(", "x", ",", "(", "1", ")", ")"])
    #expect(words("#\"a \\(b) \\#(c)\"#") == ["a \\(b) ", "c"])
  }

  @Test func `comments are kept apart, nested ones too`() {
    let source = SourceText("a /* b /* c */\nd */ e // f\n/// g\nh")
    #expect(source.tokens.map(\.text) == ["a", "e", "h"])
    #expect(source.tokens.map(\.line) == [1, 2, 4])
    #expect(source.comments.keys.sorted() == [1, 2, 3])
    #expect(source.comments[3] == "/// g")
  }

  @Test func `a name in backticks is one word`() {
    #expect(words("func `a { b`() { }") == ["func", "`a { b`", "(", ")", "{", "}"])
  }

  @Test(arguments: ["\"", "\"\"\"", "/*", "`", "#\"", "\"\\(", "\"\\", "#", "\\", ""])
  func `text that ends too early is read to its end`(text: String) {
    #expect(SourceText("a " + text).tokens.first?.text == "a")
  }

  @Test func `imports are found with every modifier`() {
    let source = SourceText(
      """
      import HAL
      package import Octets
      @testable import Bench
      @preconcurrency import Dispatch
      import struct SystemPackage.Errno
      // import Nothing
      """)
    #expect(
      source.imports.map(\.module) == ["HAL", "Octets", "Bench", "Dispatch", "SystemPackage"])
    #expect(source.imports.map(\.line) == [1, 2, 3, 4, 5])
  }
}
