import ISO8583
import Octets
import Testing

@Suite struct MessageDraftTests {
  @Test func `elements are written in their order, whatever the order of setting`() throws {
    var draft = MessageDraft(type: .financialRequest)
    draft.set(63, bytes: [0xD6, 0xD0])
    draft.set(23, text: "001")
    draft.set(22, text: "021")
    draft.set(2, text: "6221558")
    let expected = try hex("0200 4000060000000002 07 62215580 0210 0001 0002 D6D0")
    #expect(try draft.encoded(with: sample) == expected)
  }

  @Test func `the separator of a track is D, whether it comes as = or as D`() throws {
    for separator in ["=", "D", "d"] {
      var draft = MessageDraft(type: .financialRequest)
      draft.set(35, text: "622155\(separator)301")
      let expected = try hex("0200 0000000020000000 10 622155D301")
      #expect(try draft.encoded(with: sample) == expected)
    }
  }

  @Test func `an encrypted track may hold any nibble`() throws {
    var draft = MessageDraft(type: .financialRequest)
    draft.set(35, text: "6216261000000000018D8DBAA47BAAA823320")
    let bytes = try draft.encoded(with: sample)
    let message = try Message(decoding: bytes, dialect: sample)
    #expect(message.text(of: 35) == "6216261000000000018D8DBAA47BAAA823320")
  }

  @Test func `a short text is filled with spaces`() throws {
    var draft = MessageDraft(type: .financialRequest)
    draft.set(41, text: "1234")
    #expect(try draft.encoded(with: sample) == hex("0200 0000000000800000 3132333420202020"))
  }

  @Test func `an empty variable element has only its prefix`() throws {
    var draft = MessageDraft(type: .financialRequest)
    draft.set(62, bytes: [])
    #expect(try draft.encoded(with: sample) == hex("0200 0000000000000004 0000"))
  }

  @Test func `a value can be replaced and removed`() throws {
    var draft = MessageDraft(type: .financialRequest)
    draft.set(3, text: "000000")
    draft.set(3, text: "200000")
    draft.set(22, text: "021")
    draft.set(22, text: nil)
    draft.set(62, bytes: nil)
    #expect(draft.text(of: 3) == "200000")
    #expect(draft.elements == [3])
    #expect(try draft.encoded(with: sample) == hex("0200 2000000000000000 200000"))
    draft.removeAll()
    #expect(try draft.encoded(with: sample) == hex("0200 0000000000000000"))
  }

  @Test func `a decoded message can be edited`() throws {
    let bytes = try hex("0200 2000040000000000 000000 021F")
    var draft = MessageDraft(try Message(decoding: bytes, dialect: sample))
    draft.type = .reversalRequest
    draft.set(41, text: "12345678")
    let expected = try hex("0400 2000040000800000 000000 021F 3132333435363738")
    #expect(try draft.encoded(with: sample) == expected)
  }

  static let refusals: [(DataElement, [UInt8], EncodingError)] = [
    (4, Array("1".utf8), .undefinedElement(element: 4)),
    (3, Array("00000".utf8), .wrongLength(element: 3, count: 5, expected: 6)),
    (3, Array("0000000".utf8), .wrongLength(element: 3, count: 7, expected: 6)),
    (3, Array("00A000".utf8), .notDecimal(element: 3, position: 2)),
    (3, [0, 0, 0, 0, 0, 0], .notDecimal(element: 3, position: 0)),
    (2, Array("62215588123400000000".utf8), .tooLong(element: 2, count: 20, maximum: 19)),
    (35, Array("622155;301".utf8), .notTrackCharacter(element: 35, position: 6)),
    (41, [0x31, 0x07], .notPrintable(element: 41, position: 1)),
    (41, Array("123456789".utf8), .wrongLength(element: 41, count: 9, expected: 8)),
    (49, Array("CNY".utf8), .notDecimal(element: 49, position: 0)),
    (52, [0, 1, 2], .wrongLength(element: 52, count: 3, expected: 8)),
    (62, [UInt8](repeating: 0, count: 513), .tooLong(element: 62, count: 513, maximum: 512)),
  ]

  @Test(arguments: refusals)
  func `a value that does not fit is refused with its place`(
    element: DataElement, value: [UInt8], expected: EncodingError
  ) {
    var draft = MessageDraft(type: .financialRequest)
    draft.set(element, bytes: value)
    #expect(throws: expected) { try draft.encoded(with: sample) }
    #expect(expected.element == element.number)
  }

  @Test func `encoding appends, and leaves the output alone when it fails`() throws {
    var draft = MessageDraft(type: .financialRequest)
    draft.set(3, text: "000000")
    var output: [UInt8] = [0xEE]
    try draft.encode(with: sample, into: &output)
    let expected = try hex("EE 0200 2000000000000000 000000")
    #expect(output == expected)
    draft.set(3, text: "x")
    #expect(throws: EncodingError.self) { try draft.encode(with: sample, into: &output) }
    #expect(output == expected)
  }
}
