import BERTLV
import Octets
import Testing

@Suite struct TLVReaderTests {
  /// A FCI of a PSE with padding around its objects; made after EMV 4.3 Book 1, table 43.
  static let pse = "6F 1C 84 0E 315041592E5359532E4444463031 00 A5 08 88 01 01 5F2D 02 7A68 00 00"

  @Test func `objects come with tag, value and place`() throws {
    var reader = TLVReader(try Hexadecimal.bytes("9F0206000000012345 5F2A020156"))
    let amount = try #require(try reader.next())
    #expect(amount.tag == 0x9F02)
    #expect(Array(amount.value) == [0, 0, 0, 1, 0x23, 0x45])
    let currency = try #require(try reader.next())
    #expect(currency.tag == 0x5F2A)
    #expect(currency.offset == 9)
    #expect(try reader.next() == nil)
  }

  @Test func `padding before, between and after objects is skipped`() throws {
    var reader = TLVReader(try Hexadecimal.bytes("0000 8200 00 9F360100 0000"))
    #expect(try reader.next()?.tag == 0x82)
    #expect(try reader.next()?.offset == 5)
    #expect(try reader.next() == nil)
  }

  @Test func `nothing holds nothing`() throws {
    var reader = TLVReader([])
    #expect(try reader.next() == nil)
  }

  @Test(arguments: ["8281020000", "828200020000", "82830000020000"])
  func `a length may be longer than needed`(text: String) throws {
    var reader = TLVReader(try Hexadecimal.bytes(text))
    #expect(try reader.next()?.value.count == 2)
  }

  @Test(arguments: [
    ("9F", TLVError.tagTruncated(offset: 0)),
    ("820100 9F", .tagTruncated(offset: 3)),
    ("FF8182838401", .tagTooLong(offset: 0)),
    ("82", .lengthTruncated(offset: 1)),
    ("828201", .lengthTruncated(offset: 1)),
    ("8280", .lengthUnsupported(offset: 1)),
    ("8284FFFFFFFF", .lengthUnsupported(offset: 1)),
    ("82FF", .lengthUnsupported(offset: 1)),
    ("8283FFFFFF00", .valueTruncated(offset: 5, wanted: 0xFFFFFF, available: 1)),
    ("820200", .valueTruncated(offset: 2, wanted: 2, available: 1)),
  ])
  func `bad bytes are named by their place`(text: String, error: TLVError) throws {
    var reader = TLVReader(try Hexadecimal.bytes(text))
    #expect(throws: error) { while try reader.next() != nil {} }
    #expect(!error.reason.isEmpty)
  }

  @Test func `a value may not reach out of its template`() throws {
    var walk = TLVWalk(try Hexadecimal.bytes("7004 8205 0000 AABBCC"))
    #expect(try walk.next()?.object.tag == 0x70)
    #expect(throws: TLVError.valueTruncated(offset: 4, wanted: 5, available: 2)) {
      try walk.next()
    }
  }

  @Test func `a template is found only when it stands alone`() throws {
    let alone = TLVReader(try Hexadecimal.bytes("00 7003820100 00"))
    #expect(try alone.only(0x70).first(0x82) == [0])
    #expect(try alone.only(0x70).first(0x94) == nil)
    let two = TLVReader(try Hexadecimal.bytes("7003820100 7000"))
    #expect(throws: TLVError.templateExpected(0x70, offset: 5)) { try two.only(0x70) }
    #expect(throws: TLVError.templateExpected(0x77, offset: 0)) { try alone.only(0x77) }
    #expect(throws: TLVError.templateExpected(0x70, offset: 0)) { try TLVReader([]).only(0x70) }
  }

  @Test func `a walk visits a template before what it holds`() throws {
    var walk = TLVWalk(try Hexadecimal.bytes(Self.pse))
    var seen: [String] = []
    while let place = try walk.next() { seen.append("\(place.depth) \(place.object.tag)") }
    #expect(seen == ["0 6F", "1 84", "1 A5", "2 88", "2 5F2D"])
  }

  @Test func `a template cut at any byte is an error`() throws {
    let whole = try Hexadecimal.bytes("6F1A840E315041592E5359532E4444463031A5088801015F2D027A68")
    for count in 1..<whole.count {
      #expect(throws: TLVError.self, "cut after \(count) bytes") {
        var walk = TLVWalk(Array(whole.prefix(count)))
        while try walk.next() != nil {}
      }
    }
  }

  @Test func `fifty templates in each other are refused, not followed`() throws {
    var bytes: [UInt8] = []
    for _ in 0..<50 {
      var writer = TLVWriter()
      writer.append(0x70, bytes)
      bytes = writer.bytes
    }
    var walk = TLVWalk(bytes)
    let error = #expect(throws: TLVError.self) { while try walk.next() != nil {} }
    guard case .nestedTooDeep(_, TLVWalk.depthLimit) = error else {
      Issue.record("unexpected error")
      return
    }
  }

  @Test func `random bytes never trap`() {
    var state: UInt64 = 7
    func next() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    for _ in 0..<50_000 {
      let bytes = (0..<Int(next() % 40)).map { _ in next() }
      let inspection = TLVInspection(bytes)
      #expect(inspection.items.count <= bytes.count)
      _ = try? DataObjectList(bytes)
    }
  }
}
