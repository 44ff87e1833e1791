import CenterProtocol
import ISO8583
import Octets
import PaymentTypes
import Testing

@Suite struct SubFieldTests {
  @Test func `the entry mode is two digits for the card and one for the PIN`() throws {
    #expect(EntryMode("021") == EntryMode(card: .magneticStripe, pin: .entered))
    #expect(EntryMode("052")?.text == "052")
    #expect(try EntryMode(#require(constructed(19).text(of: .entryMode)))?.card == .code)
    for text in ["", "02", "0210", "041", "023", "0A1"] { #expect(EntryMode(text) == nil) }
    for card in EntryMode.Card.allCases {
      for pin in EntryMode.PIN.allCases {
        let mode = EntryMode(card: card, pin: pin)
        #expect(EntryMode(mode.text) == mode)
      }
    }
  }

  @Test(arguments: [
    (
      "2600000000000000",
      SecurityControl(pinFormat: .withPAN, algorithm: .tripleDES, encryptsTrack: false)
    ),
    (
      "2610000000000000",
      SecurityControl(pinFormat: .withPAN, algorithm: .tripleDES, encryptsTrack: true)
    ),
    (
      "0610000000000000",
      SecurityControl(pinFormat: .absent, algorithm: .tripleDES, encryptsTrack: true)
    ),
    (
      "1000000000000000",
      SecurityControl(pinFormat: .withoutPAN, algorithm: .singleDES, encryptsTrack: false)
    ),
    (
      "2300000000000000",
      SecurityControl(pinFormat: .withPAN, algorithm: .sm4, encryptsTrack: false)
    ),
    (
      "2400000000000000",
      SecurityControl(pinFormat: .withPAN, algorithm: .sm4AsFour, encryptsTrack: false)
    ),
  ])
  func `security control is three digits and zeros`(text: String, expected: SecurityControl) {
    #expect(SecurityControl(text) == expected)
    #expect(expected.text == text)
  }

  @Test(arguments: [
    "", "26", "3600000000000000", "2700000000000000", "2620000000000000", "2610000000000001",
  ])
  func `other security control is refused`(text: String) {
    #expect(SecurityControl(text) == nil)
  }

  @Test func `a balance has a sign`() throws {
    let credit = try #require(AccountBalance("1002156C000000012345"))
    #expect(credit.minorUnits == 12_345)
    #expect(credit.accountType == "10" && credit.amountType == "02" && credit.currency == "156")
    #expect(AccountBalance("1002156D000000012345")?.minorUnits == -12_345)
    #expect(credit.text == "1002156C000000012345")
    #expect(AccountBalance("1002156D000000012345")?.text == "1002156D000000012345")
    for text in ["", "1002156X000000012345", "1002156C00000001234A", "1002156C0000000123456"] {
      #expect(AccountBalance(text) == nil)
    }
    #expect(
      AccountBalance(
        accountType: "10", amountType: "02", currency: "156", minorUnits: 1_000_000_000_000) == nil)
  }

  static let batch = BatchNumber(1)

  @Test(arguments: [
    ("00000001004", TransactionDescriptor(batch: batch, managementCode: .signInWithTrackKey)),
    (
      "2200000100050",
      TransactionDescriptor(
        typeCode: "22", batch: batch,
        condition: .init(readingCapability: .contactChip))
    ),
    (
      "22000001000600",
      TransactionDescriptor(
        typeCode: "22", batch: batch,
        condition: .init(readingCapability: .contactlessChip, allowsPartialApproval: false))
    ),
    (
      "22000001000621048",
      TransactionDescriptor(
        typeCode: "22", batch: batch,
        condition: .init(
          readingCapability: .contactlessChip, chipCondition: .fallback,
          allowsPartialApproval: true, accountType: "048"))
    ),
    ("22000001", TransactionDescriptor(typeCode: "22", batch: batch, managementCode: nil)),
    ("00000000003", TransactionDescriptor(batch: nil, managementCode: .signInDoubleLength)),
  ])
  func `field 60 ends after the last sub-field that is needed`(
    text: String, expected: TransactionDescriptor
  ) {
    #expect(TransactionDescriptor(text) == expected)
    #expect(expected.text == text)
  }

  @Test(arguments: [
    "", "220000010000", "2200000100030", "2200000100053", "22000001000502", "2A000001000",
  ])
  func `another field 60 is refused`(text: String) {
    #expect(TransactionDescriptor(text) == nil)
  }

  @Test(arguments: ConstructedMessage.all)
  func `field 60 of every constructed message reads and writes back`(
    sample: ConstructedMessage
  ) throws {
    let message = try Message(decoding: sample.body, dialect: .unionPay)
    let text = try #require(message.text(of: .transactionDescriptor))
    #expect(TransactionDescriptor(text)?.text == text)
  }

  @Test func `the original is batch, then trace, then date`() throws {
    let text = try #require(constructed(9).text(of: .originalTransaction))
    let original = try #require(OriginalTransaction(text))
    #expect(original.batch == BatchNumber(1))
    #expect(original.traceNumber == SystemTraceAuditNumber(2))
    #expect(original.monthDay == "0617")
    #expect(original.text == "0000010000020617")
    #expect(OriginalTransaction("000001000002")?.monthDay == nil)
    #expect(OriginalTransaction("0000000000000617")?.batch == nil)
    let full = "00000100000206170100013100000"
    #expect(OriginalTransaction(full)?.text == full)
    #expect(OriginalTransaction("000001000002061701")?.authorizationMode == "01")
    for text in ["", "00000100000", "0000010000020", "00000100000X"] {
      #expect(OriginalTransaction(text) == nil)
    }
  }

  @Test func `settlement totals are 62 digits`() throws {
    let text = try #require(constructed(10).text(of: .additionalPrivateData))
    let totals = try #require(SettlementTotals(text))
    #expect(totals.domestic.debitMinorUnits == 24_690)
    #expect(totals.domestic.debitCount == 2)
    #expect(totals.domestic.creditMinorUnits == 12_845)
    #expect(totals.domestic.creditCount == 2)
    #expect(totals.foreign == SettlementTotals.Side())
    #expect(totals.text == text)
    #expect(SettlementTotals(String(text.dropLast())) == nil)
    #expect(SettlementTotals(String(text.dropLast()) + "4") == nil)
  }

  @Test func `a batch balances only when both kinds of card do`() throws {
    let text = try #require(constructed(11).text(of: .additionalPrivateData))
    var totals = try #require(SettlementTotals(text))
    #expect(totals.domestic.result == .unbalanced)
    #expect(totals.foreign.result == .balanced)
    #expect(!totals.isBalanced)
    totals.domestic.result = .balanced
    #expect(totals.isBalanced)
    totals.foreign.result = .unbalanced
    #expect(!totals.isBalanced)
  }

  @Test func `totals that do not fit have no text`() {
    var totals = SettlementTotals()
    for _ in 0..<999 { totals.domestic.addDebit(minorUnits: 1) }
    #expect(totals.text?.prefix(15) == "000000000999999")
    totals.domestic.addDebit(minorUnits: 1)
    #expect(totals.text == nil)
    var other = SettlementTotals()
    other.foreign.addCredit(minorUnits: 1_000_000_000_000)
    #expect(other.text == nil)
  }

  @Test func `a batch list has up to eight transactions`() throws {
    let text = try #require(constructed(12).text(of: .additionalPrivateData))
    let list = try #require(BatchList(text))
    #expect(list.items.count == 2)
    #expect(list.items[0].traceNumber.number == 2 && list.items[1].traceNumber.number == 3)
    #expect(list.items[0].pan == PrimaryAccountNumber("6216261000000000018"))
    #expect(list.items[0].amount.minorUnits == 12_345)
    #expect(!list.items[0].isForeign)
    #expect(list.wireText == text)
    #expect(BatchList([list.items[0]] + Array(repeating: list.items[1], count: 8)) == nil)
    for text in ["", "01", "03" + text.dropFirst(2), "02" + text.dropFirst(1)] {
      #expect(BatchList(text) == nil)
    }
    #expect(BatchList("0102" + text.dropFirst(4).prefix(38)) == nil)
    #expect(!"\(list.items[0])".contains("6216261000000000018"))
  }

  @Test func `a key block of 60 bytes has three keys, and a short MAC key`() throws {
    let bytes = try #require(constructed(2).bytes(of: .privateData))
    let block = try #require(WorkingKeyBlock(bytes))
    #expect(Hexadecimal.text(block.pin.cryptogram) == "4B3BA18A6291BA20BD3AF1A61925D47F")
    #expect(Hexadecimal.text(block.pin.checkValue) == "8E671682")
    #expect(Hexadecimal.text(block.mac.cryptogram) == "8B27D387E919441E")
    #expect(Hexadecimal.text(block.mac.checkValue) == "1165A7DE")
    #expect(
      block.track.map { Hexadecimal.text($0.cryptogram) } == "F3234558F4EECB5231BCD2FDB8DA9170")
    #expect(block.track.map { Hexadecimal.text($0.checkValue) } == "5F4D8C8E")
    #expect(block.encoded == bytes)
  }

  @Test func `a key block of 40 bytes has two keys, one of 24 has two short ones`() throws {
    let bytes = try #require(constructed(2).bytes(of: .privateData))
    let double = try #require(WorkingKeyBlock(Array(bytes.prefix(40))))
    #expect(double.track == nil)
    #expect(double.encoded == Array(bytes.prefix(40)))
    let single = try #require(WorkingKeyBlock(Array(bytes.prefix(24))))
    #expect(single.pin.cryptogram == Array(bytes[0..<8]))
    #expect(single.pin.checkValue == Array(bytes[8..<12]))
    #expect(single.mac.cryptogram == Array(bytes[12..<20]))
    #expect(single.encoded == Array(bytes.prefix(24)))
  }

  @Test func `a MAC key with anything in its second half has double length`() throws {
    var bytes = try #require(constructed(2).bytes(of: .privateData))
    bytes[20 + 15] = 1
    let block = try #require(WorkingKeyBlock(bytes))
    #expect(block.mac.cryptogram.count == 16)
    #expect(block.encoded == bytes)
  }

  @Test func `a key block of another length is refused`() {
    for count in 0...128 where ![24, 40, 60].contains(count) {
      #expect(WorkingKeyBlock([UInt8](repeating: 1, count: count)) == nil)
    }
  }

  @Test func `remarks are cut by bytes, never by characters`() throws {
    // Nineteen spaces and the first half of a character; then a whole one.
    let bytes =
      Array("CUP".utf8) + [UInt8](repeating: 0x20, count: 19) + [0xD6]
      + [0xD6, 0xD0] + [UInt8](repeating: 0x20, count: 18)
    let remarks = AnswerRemarks(bytes)
    #expect(remarks.organization == "CUP")
    #expect(remarks.remarks.count == 2)
    #expect(remarks.remarks[0].last == 0xD6)
    #expect(remarks.remarks[1] == [0xD6, 0xD0])
    #expect(AnswerRemarks(nil).organization == "CUP")
    #expect(AnswerRemarks(nil).remarks.isEmpty)
    #expect(AnswerRemarks(Array("VIS".utf8)).organization == "VIS")
    #expect(AnswerRemarks(Array("   ".utf8)).organization == "CUP")
    #expect(AnswerRemarks(Array("MC".utf8)).organization == "CUP")
  }

  @Test func `institutions are two codes of eleven characters`() throws {
    let bytes = try #require(constructed(4).bytes(of: .additionalResponseData))
    let codes = try #require(InstitutionCodes(bytes))
    #expect(codes.issuer == "01020000")
    #expect(codes.acquirer == "01030000")
    #expect(Array(codes.text.utf8) == bytes)
    #expect(InstitutionCodes(Array("01020000   ".utf8))?.acquirer == "")
    #expect(InstitutionCodes(Array("01020000".utf8)) == nil)
    #expect(InstitutionCodes([UInt8](repeating: 0xD6, count: 22)) == nil)
  }

  @Test func `tagged items have lengths of three digits`() throws {
    let bytes = try #require(constructed(19).bytes(of: .taggedData))
    let items = try #require(TaggedItem.list(bytes))
    #expect(items.map(\.tag) == ["A3"])
    #expect(items[0].value.count == 19)
    #expect(items.flatMap(\.encoded) == bytes)
    #expect(TaggedItem.list([]) == [])
    for count in 1..<bytes.count { #expect(TaggedItem.list(Array(bytes.prefix(count))) == nil) }
    #expect(TaggedItem.list(Array("A3XX1234".utf8)) == nil)
    #expect(TaggedItem(tag: "A", value: []) == nil)
    #expect(TaggedItem(tag: "A1", value: [UInt8](repeating: 0, count: 1000)) == nil)
  }

  @Test func `the device names itself in 25 characters`() throws {
    let bytes = try #require(constructed(1).bytes(of: .privateData))
    let device = try #require(TerminalDeviceInformation(bytes))
    #expect(device.manufacturer == "3136")
    #expect(device.serial == "00000001")
    #expect(Array(device.text.utf8) == bytes)
    #expect(TerminalDeviceInformation(Array(bytes.dropLast())) == nil)
    #expect(TerminalDeviceInformation(manufacturer: "ABCD", serial: "00000001") == nil)
  }

  @Test(arguments: [
    ("610000000000012345156", ChipBatchDetail.Outcome.approved(retries: 0)),
    ("71000500000001234515622", .issuerAuthenticationFailed),
    ("71001100000001234515610", .declinedByCard),
  ])
  func `a chip transaction's end is 21 or 23 characters`(
    text: String, outcome: ChipBatchDetail.Outcome
  ) throws {
    let detail = try #require(ChipBatchDetail(Array(text.utf8)))
    #expect(detail.outcome == outcome)
    #expect(detail.amount.minorUnits == 12_345)
    #expect(detail.text == text)
    #expect(ChipBatchDetail(Array(text.utf8.dropLast())) == nil)
  }
}
