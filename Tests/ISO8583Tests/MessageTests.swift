import ISO8583
import Octets
import Testing

@Suite struct MessageTests {
  /// Elements 2 3 22 23 35 41 49 52 62 63, one of each form.
  static let whole = """
    0200 6000 0600 2080 9006 07 6221558 0 000000 0210 0001 21 6221558812340000D30100
    3132333435363738 313536 AA9EB6A1815682D2 0003 0A0B0C 0004 D6D0B9FA
    """

  @Test func `each form of element gives its value`() throws {
    let message = try Message(decoding: try hex(Self.whole), dialect: sample)
    #expect(message.type == .financialRequest)
    #expect(Array(message.elements.map(\.number)) == [2, 3, 22, 23, 35, 41, 49, 52, 62, 63])
    #expect(message.text(of: 2) == "6221558")
    #expect(message.text(of: 3) == "000000")
    #expect(message.text(of: 22) == "021")
    #expect(message.text(of: 23) == "001")
    #expect(message.text(of: 35) == "6221558812340000D3010")
    #expect(message.text(of: 41) == "12345678")
    #expect(message.text(of: 49) == "156")
    #expect(message.bytes(of: 52).map(Hexadecimal.text) == "AA9EB6A1815682D2")
    #expect(message.bytes(of: 62) == [0x0A, 0x0B, 0x0C])
    #expect(message.bytes(of: 63).map(Hexadecimal.text) == "D6D0B9FA")
    #expect(message.wireBytes(of: 22).map(Hexadecimal.text) == "0210")
    #expect(message.offset(of: 3) == 15)
  }

  @Test func `binary and text beyond ASCII have no text form`() throws {
    let message = try Message(decoding: try hex(Self.whole), dialect: sample)
    #expect(message.text(of: 52) == nil)
    #expect(message.text(of: 63) == nil)
  }

  @Test func `an absent element has no value`() throws {
    let message = try Message(decoding: try hex("0800 0000000000000000"), dialect: sample)
    #expect(message.elements.isEmpty)
    #expect(message.text(of: 2) == nil)
    #expect(message.wireBytes(of: 64) == nil)
    #expect(message.pad(of: 22) == nil)
    #expect(message.unitCount(of: 2) == 0)
  }

  @Test func `a pad is kept beside an odd number of digits only`() throws {
    let bytes = try hex("0200 6000060020000000 03 622F 123456 021F F001 04 1234")
    let message = try Message(decoding: bytes, dialect: sample)
    #expect(message.pad(of: 2) == 0x0F)
    #expect(message.pad(of: 22) == 0x0F)
    #expect(message.pad(of: 23) == 0x0F)
    #expect(message.pad(of: 3) == nil)
    #expect(message.pad(of: 35) == nil)
    #expect(try MessageDraft(message).encoded(with: sample) == bytes)
  }

  @Test func `a decoded message encodes to the same bytes`() throws {
    let bytes = try hex(Self.whole)
    let message = try Message(decoding: bytes, dialect: sample)
    #expect(message.encoded == bytes)
    #expect(try MessageDraft(message).encoded(with: sample) == bytes)
  }

  @Test func `a message cut at any byte is refused, with the place`() throws {
    let bytes = try hex(Self.whole)
    for count in 0..<bytes.count {
      let error = #expect(throws: DecodingError.self, "cut at \(count)") {
        try Message(decoding: Array(bytes.prefix(count)), dialect: sample)
      }
      guard case .truncated(let element, let offset, let missing) = error else {
        Issue.record("cut at \(count): \(String(describing: error))")
        continue
      }
      #expect(offset <= count && missing > 0, "cut at \(count)")
      #expect([0, 1, 2, 3, 22, 23, 35, 41, 49, 52, 62, 63].contains(element))
    }
  }

  @Test(arguments: [
    ("0A00 0000000000000000", DecodingError.notDecimal(element: 0, offset: 0)),
    ("020F 0000000000000000", .notDecimal(element: 0, offset: 1)),
    ("0200 8000000000000000 00", .secondBitmap(offset: 2)),
    ("0200 0000000000000001 0000000000000000", .undefinedElement(element: 64, offset: 9)),
    ("0200 2010000000000000 000000 00", .undefinedElement(element: 12, offset: 3)),
    ("0200 2000000000000000 00000A", .notDecimal(element: 3, offset: 12)),
    ("0200 2000000000000000 A00000", .notDecimal(element: 3, offset: 10)),
    ("0200 0000040000000000 02A0", .notDecimal(element: 22, offset: 11)),
    ("0200 0000040000000000 0021", .badPad(element: 22, offset: 11)),
    ("0200 0000020000000000 1001", .badPad(element: 23, offset: 10)),
    ("0200 0000020000000000 0A01", .notDecimal(element: 23, offset: 10)),
    ("0200 4000000000000000 0A 6221", .badLengthPrefix(element: 2, offset: 10)),
    ("0200 0000000000000004 1003 010203", .badLengthPrefix(element: 62, offset: 10)),
    ("0200 0000000000000004 000F 010203", .badLengthPrefix(element: 62, offset: 11)),
    (
      "0200 4000000000000000 20 62215588123400000000",
      .tooLong(element: 2, offset: 10, count: 20, maximum: 19)
    ),
    ("0200 0000000000800000 3132333435363707", .notPrintable(element: 41, offset: 17)),
    ("0200 0000000000008000 313541", .notDecimal(element: 49, offset: 12)),
    ("0200 2000000000000000 000000 00", .trailingBytes(element: 3, offset: 13, count: 1)),
    ("0200 0000000000000000 FF", .trailingBytes(element: 1, offset: 10, count: 1)),
    ("0200 4000000000000000 19 6221", .truncated(element: 2, offset: 11, missing: 8)),
    ("", .truncated(element: 0, offset: 0, missing: 2)),
  ])
  func `each fault is named with element and offset`(text: String, expected: DecodingError) throws {
    let bytes = try hex(text)
    #expect(throws: expected) { try Message(decoding: bytes, dialect: sample) }
    #expect(expected.offset <= bytes.count)
  }

  @Test func `every single-byte change is refused or encodes to itself`() throws {
    let bytes = try hex(Self.whole)
    for index in bytes.indices {
      for value in UInt8.min...UInt8.max {
        var changed = bytes
        changed[index] = value
        guard let message = try? Message(decoding: changed, dialect: sample) else { continue }
        #expect(try MessageDraft(message).encoded(with: sample) == changed, "byte \(index)")
      }
    }
  }

  @Test func `a fragment has what stands before the error`() throws {
    let bytes = try hex("0200 6000040000000000 03 6220 000000 0021")
    let fragment = MessageFragment(decoding: bytes, dialect: sample)
    #expect(fragment.error == .badPad(element: 22, offset: 17))
    #expect(fragment.type == .financialRequest)
    #expect(fragment.message?.text(of: 2) == "622")
    #expect(fragment.message?.elements == [2, 3])
    #expect(fragment.message?.text(of: 22) == nil)
  }

  @Test func `a fragment without a bitmap has its type`() throws {
    let fragment = MessageFragment(decoding: [0x08, 0x20, 0x00], dialect: sample)
    #expect(fragment.type == .networkManagementAdvice)
    #expect(fragment.message == nil)
    #expect(fragment.error == .truncated(element: 1, offset: 2, missing: 7))
    #expect(MessageFragment(decoding: [], dialect: sample).type == nil)
  }

  @Test func `a message never prints its values`() throws {
    let message = try Message(decoding: try hex(Self.whole), dialect: sample)
    let expected = "0200 with elements 2 3 22 23 35 41 49 52 62 63"
    #expect("\(message)" == expected)
    #expect(String(reflecting: message) == expected)
    #expect(Mirror(reflecting: message).children.isEmpty)
    let draft = MessageDraft(message)
    #expect("\(draft)" == expected)
    #expect(String(reflecting: draft) == expected)
    #expect(Mirror(reflecting: draft).children.isEmpty)
  }
}
