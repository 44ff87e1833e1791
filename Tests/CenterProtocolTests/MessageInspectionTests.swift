import CenterProtocol
import ISO8583
import Octets
import Testing

@Suite struct MessageInspectionTests {
  /// Every form in which a message may be handed over.
  static let forms: [(name: String, length: Bool, tpdu: Bool, header: Bool)] = [
    ("body", false, false, false), ("header", false, false, true), ("tpdu", false, true, false),
    ("tpdu, header", false, true, true), ("length", true, false, false),
    ("length, header", true, false, true), ("length, tpdu", true, true, false),
    ("length, tpdu, header", true, true, true),
  ]

  private static func bytes(
    _ sample: ConstructedMessage, _ form: (name: String, length: Bool, tpdu: Bool, header: Bool)
  ) -> [UInt8] {
    let frame = sample.frame
    var rest = sample.body
    if form.header { rest = frame[7..<13] + rest }
    if form.tpdu { rest = frame[2..<7] + rest }
    if form.length { rest = [UInt8(rest.count >> 8), UInt8(rest.count & 0xFF)] + rest }
    return rest
  }

  @Test(arguments: ConstructedMessage.all)
  func `what stands in front of a message is found in every form`(sample: ConstructedMessage) {
    for form in Self.forms {
      let bytes = Self.bytes(sample, form)
      let inspection = MessageInspection(bytes, unmasked: true)
      #expect(inspection.error == nil, "\(form.name)")
      #expect(inspection.mti == sample.type, "\(form.name)")
      #expect((inspection.length != nil) == form.length, "\(form.name)")
      #expect((inspection.tpdu != nil) == form.tpdu, "\(form.name)")
      #expect((inspection.header != nil) == form.header, "\(form.name)")
      for (number, text) in sample.fields { #expect(inspection.fields[number] == text) }
    }
  }

  @Test(arguments: ConstructedMessage.all)
  func `a message cut after its type is still recognized, and its fields before the cut shown`(
    sample: ConstructedMessage
  ) {
    let whole = MessageInspection(sample.frame, unmasked: true)
    for form in Self.forms where form.length == form.tpdu {
      let bytes = Self.bytes(sample, form)
      let front = bytes.count - sample.body.count
      for count in (front + 2)..<bytes.count {
        let inspection = MessageInspection(Array(bytes.prefix(count)), unmasked: true)
        #expect(inspection.mti == sample.type, "\(form.name), cut at \(count)")
        #expect((inspection.tpdu != nil) == form.tpdu, "\(form.name), cut at \(count)")
        #expect((inspection.header != nil) == form.header, "\(form.name), cut at \(count)")
        #expect(inspection.error != nil, "\(form.name), cut at \(count)")
        for (number, text) in inspection.fields { #expect(whole.fields[number] == text) }
      }
    }
  }

  @Test func `a frame cut before its type says where it ends`() throws {
    let frame = ConstructedMessage.all[2].frame
    for count in 0..<15 {
      let inspection = MessageInspection(Array(frame.prefix(count)))
      #expect(inspection.error != nil, "cut at \(count)")
      #expect(inspection.fields.isEmpty)
      if count >= 7 { #expect(inspection.tpdu == "6000030000", "cut at \(count)") }
      if count >= 13 { #expect(inspection.header == "603100310000", "cut at \(count)") }
    }
    let inTPDU = MessageInspection(Array(frame[2..<5]))
    #expect(inTPDU.error?.field == nil)
    #expect(inTPDU.error?.reason == "the bytes end inside the TPDU")
    let inHeader = MessageInspection(Array(frame.prefix(9)))
    #expect(inHeader.error?.reason == "the bytes end inside the header")
    #expect(inHeader.error?.offset == 9)
  }

  @Test func `a block of an access controller is passed over`() throws {
    let frame = ConstructedMessage.all[2].frame
    let payload = frame[2..<7] + (try hex(FrameTests.caller)) + frame[7...]
    let inspection = MessageInspection(Array(payload))
    #expect(inspection.error == nil)
    #expect(inspection.header == "603100310000")
    #expect(inspection.fields[11] == "000002")
  }

  @Test func `binary elements and fields 59 and 62 are hexadecimal, tracks and texts characters`() {
    let sale = MessageInspection(ConstructedMessage.all[2].frame, unmasked: true)
    #expect(sale.tpdu == "6000030000")
    #expect(sale.header == "603100310000")
    #expect(sale.mti == "0200")
    #expect(sale.fields[35] == "6216261000000000018D8DBAA47BAAA823320")
    #expect(sale.fields[52] == "AA9EB6A1815682D2")
    #expect(sale.fields[64] == "3232343138343137")
    #expect(sale.fields[60] == "2200000100050")
    #expect(sale.pads == [22: "0", 35: "0", 60: "0"])
    let code = MessageInspection(ConstructedMessage.all[18].frame)
    #expect(code.fields[59]?.prefix(10) == "4133303139")
    let signIn = MessageInspection(ConstructedMessage.all[0].frame)
    #expect(signIn.fields[62]?.prefix(10) == "5365717565")
    #expect(signIn.fields[63] == "01 ")
  }

  @Test(arguments: ConstructedMessage.all)
  func `no card number or track is shown unless asked for`(sample: ConstructedMessage) {
    let inspection = MessageInspection(sample.frame)
    for (number, text) in inspection.fields {
      #expect(!text.contains("6216261000000000018"), "field \(number)")
      #expect(!text.contains("8DBAA47BAAA823"), "field \(number)")
    }
    #expect(inspection.error == nil)
  }

  @Test func `a masked value keeps its shape`() throws {
    let sale = MessageInspection(ConstructedMessage.all[4].frame)
    #expect(sale.fields[2] == "621626*********0018")
    #expect(sale.fields[35] == "621626*********0018D*****************")
    let list = MessageInspection(ConstructedMessage.all[11].frame)
    #expect(
      list.fields[48]
        == "02000000020621626*********0018000000012345"
        + "000000030621626*********0018000000012345")
    #expect(MessageInspection(ConstructedMessage.all[12].frame).fields[48] == "0002")
    let totals = MessageInspection(ConstructedMessage.all[9].frame)
    #expect(totals.fields[48]?.hasPrefix("000000024690002000000012845002") == true)
  }

  @Test(arguments: [
    ("5A086216261000000018 9F2608A1B2C3D4E5F60718", "5A08621626******00189F2608A1B2C3D4E5F60718"),
    ("5A0A6216261000000000018F", "5A0A621626*********0018F"),
    ("9F3602000157086221558D30122010", "9F360200015708****************"),
    ("700A57086221558D30122010", "700A5708****************"),
    ("9F6B026221 9F1F0130", "9F6B02****9F1F01**"),
    ("5A81086216261000000018", "5A8108621626******0018"),
    ("5A0862162610", "5A08********"),
    ("9F26", "****"),
    ("5A", "**"),
    ("5A836216", "********"),
  ])
  func `chip data hides cards and tracks, and what it can't read`(
    text: String, expected: String
  ) throws {
    var draft = MessageDraft(type: .financialRequest)
    draft.set(55, bytes: try hex(text))
    let bytes = try draft.encoded(with: .unionPay)
    #expect(MessageInspection(bytes).fields[55] == expected)
    #expect(
      MessageInspection(bytes, unmasked: true).fields[55] == Hexadecimal.text(try hex(text)))
  }

  @Test func `what can't be told apart is hidden whole`() throws {
    var draft = MessageDraft(type: .fileAdvice)
    draft.set(2, text: "6216261")
    draft.set(35, text: "62162610000000000188BAA4")
    draft.set(36, text: "996216261000000000018")
    draft.set(48, text: "016216261000000000018")
    let inspection = MessageInspection(try draft.encoded(with: .unionPay))
    for number in [2, 35, 36, 48] {
      #expect(inspection.fields[number]?.allSatisfy { $0 == "*" } == true, "field \(number)")
    }
    #expect(inspection.fields[36]?.count == 21)
  }

  @Test func `an error has field, offset and reason, and the fields before it`() throws {
    var frame = ConstructedMessage.all[2].frame
    frame[13 + 3] |= 0x01  // bit 16 is undefined
    let inspection = MessageInspection(frame)
    #expect(inspection.error?.field == 16)
    #expect(inspection.error?.offset == 3)
    #expect(inspection.error?.reason.contains("bitmap") == true)
    #expect(inspection.fields == [3: "000000", 4: "000000012345", 11: "000002"])
    #expect(inspection.tpdu == "6000030000")
  }

  @Test func `leftover bytes are an error behind the last field`() {
    let inspection = MessageInspection(ConstructedMessage.all[2].body + [0])
    #expect(inspection.error?.field == 64)
    #expect(inspection.error?.offset == 105)
    #expect(inspection.fields.count == 14)
  }

  @Test func `a length that does not count is an error of its own`() {
    var frame = ConstructedMessage.all[2].frame
    frame[1] += 1
    let inspection = MessageInspection(frame)
    #expect(inspection.error?.field == nil)
    #expect(inspection.error?.offset == 0)
    #expect(inspection.fields[11] == "000002")
  }

  @Test func `text beyond ASCII is escaped, or decoded by the caller`() throws {
    var draft = MessageDraft(type: .financialResponse)
    draft.set(63, bytes: Array("CUP".utf8) + [0xD6, 0xD0, 0x07])
    let bytes = try draft.encoded(with: .unionPay)
    #expect(MessageInspection(bytes).fields[63] == "CUP\\xD6\\xD0\\x07")
    #expect(MessageInspection(bytes, decodingText: { _ in "中" }).fields[63] == "中")
  }

  @Test func `nothing, garbage and far too much are errors`() {
    #expect(MessageInspection([]).error?.field == 0)
    #expect(MessageInspection([0xFF, 0xFF]).error?.field == 0)
    let long = MessageInspection([UInt8](repeating: 0x60, count: 5_000_000))
    #expect(long.error?.field == nil)
    #expect(long.error?.reason == "5000000 bytes are more than any message has")
  }

  @Test func `every fault of the codec has words`() {
    let faults: [(String, Int)] = [
      ("02A0 0000000000000000", 0), ("0200 8000000000000000", 1), ("0200 00", 1),
      ("0200 2000000000000000 00000A", 3), ("0200 0000040000000000 0021", 22),
      ("0200 0000000002000000 0707", 39), ("0200 4000000000000000 2A", 2),
      ("0200 4000000000000000 20 62", 2),
    ]
    for (text, field) in faults {
      let inspection = (try? hex(text)).map { MessageInspection($0) }
      #expect(inspection?.error?.field == field, "\(text)")
      #expect(inspection?.error?.reason.isEmpty == false)
    }
  }
}
