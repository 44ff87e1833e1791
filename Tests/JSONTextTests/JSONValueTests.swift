import Foundation
import JSONText
import Testing

@Suite struct JSONValueTests {
  private let value: JSONValue = [
    "text": "中心 \"A\"\\ \n\t\u{1}", "count": -3, "list": [true, false, .null], "empty": [],
    "nothing": .object([]),
  ]

  @Test func `a value is written on one line, members in order`() {
    #expect(
      value.text == #"{"text":"中心 \"A\"\\ \n\t\u0001","count":-3,"list":[true,false,null],"#
        + #""empty":[],"nothing":{}}"#)
  }

  @Test func `another reader understands both forms`() throws {
    for text in [value.text, value.indentedText] {
      let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      #expect(read?["text"] as? String == "中心 \"A\"\\ \n\t\u{1}")
      #expect(read?["count"] as? Int == -3)
    }
    #expect(value.indentedText.hasPrefix("{\n  \"text\": "))
  }
}
