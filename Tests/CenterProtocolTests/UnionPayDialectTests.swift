import CenterProtocol
import ISO8583
import Octets
import Testing

@Suite struct UnionPayDialectTests {
  @Test func `there are twenty constructed messages`() {
    #expect(ConstructedMessage.all.map(\.number) == Array(1...20))
  }

  @Test(arguments: ConstructedMessage.all)
  func `a constructed message decodes, and encodes to the same bytes`(
    sample: ConstructedMessage
  ) throws {
    let message = try Message(decoding: sample.body, dialect: .unionPay)
    #expect(message.type.text == sample.type)
    for (number, text) in sample.fields {
      let element = try #require(DataElement(number: number))
      #expect(message.text(of: element) == text, "field \(number)")
    }
    #expect(try MessageDraft(message).encoded(with: .unionPay) == sample.body)
  }

  @Test(arguments: ConstructedMessage.all)
  func `a constructed message fails when it is cut at any byte or has one too many`(
    sample: ConstructedMessage
  ) {
    let body = sample.body
    for count in 0..<body.count {
      #expect(throws: DecodingError.self, "cut at \(count)") {
        try Message(decoding: Array(body.prefix(count)), dialect: .unionPay)
      }
    }
    #expect(throws: DecodingError.self) {
      try Message(decoding: body + [0], dialect: .unionPay)
    }
  }
}
