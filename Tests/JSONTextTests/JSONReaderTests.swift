import JSONText
import Testing

@Suite struct JSONReaderTests {
  private let value: JSONValue = [
    "text": "中心 \"A\"\\ \n\t\u{1} \u{1F4B3}", "count": -3, "most": .number(.max),
    "least": .number(.min), "list": [true, false, .null, []], "nothing": .object([]),
  ]

  @Test func `what is written is read back, in both forms`() throws {
    #expect(try JSONValue(parsing: value.text) == value)
    #expect(try JSONValue(parsing: value.indentedText) == value)
    #expect(
      try JSONValue(parsing: " \"\\u4E2d\\ud83d\\uDCB3\\/\\b\\f\\r\" ").string == "中💳/\u{8}\u{C}\r")
  }

  @Test func `a text cut at any byte is an error`() {
    let bytes = Array(value.text.utf8)
    for count in 0..<bytes.count {
      #expect(throws: JSONError.self) {
        try JSONValue(parsing: String(decoding: bytes.prefix(count), as: UTF8.self))
      }
    }
  }

  @Test(arguments: [
    ("", 0, JSONError.Reason.truncated), ("[1,]", 3, .unexpectedCharacter),
    ("{\"a\" 1}", 5, .unexpectedCharacter), ("{1:2}", 1, .unexpectedCharacter),
    ("01", 0, .unexpectedCharacter), ("+1", 0, .unexpectedCharacter),
    ("-", 0, .unsupportedNumber), ("1.5", 0, .unsupportedNumber),
    ("9223372036854775808", 0, .unsupportedNumber), ("nul", 3, .truncated),
    ("nuts", 2, .unexpectedCharacter), ("\"\u{1}\"", 1, .unexpectedCharacter),
    ("\"\\x\"", 2, .unexpectedCharacter), ("\"\\u12G4\"", 3, .unexpectedCharacter),
    ("\"\\uD800\"", 3, .badText), ("\"\\uD800\\u0041\"", 3, .badText),
    ("1 2", 2, .trailingCharacters),
    (String(repeating: "[", count: 65), 64, .nestedTooDeep),
  ])
  func `what is no value is refused with its place`(
    text: String, offset: Int, reason: JSONError.Reason
  ) {
    #expect(throws: JSONError(offset: offset, reason: reason)) { try JSONValue(parsing: text) }
  }

  @Test func `members and contents are found by kind`() {
    #expect(value["count"]?.number == -3)
    #expect(value["list"]?.array?.first?.boolean == true)
    #expect(value["text"]?.number == nil)
    #expect(value["missing"] == nil)
    #expect(value["count"]?["x"] == nil)
  }
}
