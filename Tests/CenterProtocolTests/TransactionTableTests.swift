import CenterProtocol
import ISO8583
import PaymentTypes
import Testing

@Suite struct TransactionTableTests {
  /// The transaction key table: kind, message type, field 3, field 25, 60.1, reversal.
  static let rows: [(TransactionKind, String, String, String, String, Bool)] = [
    (.balanceInquiry, "0200", "310000", "00", "01", false),
    (.sale, "0200", "000000", "00", "22", true),
    (.saleVoid, "0200", "200000", "00", "23", true),
    (.refund, "0220", "200000", "00", "25", false),
    (.preAuthorization, "0100", "030000", "06", "10", true),
    (.preAuthorizationTopUp, "0100", "030000", "60", "10", true),
    (.preAuthorizationVoid, "0100", "200000", "06", "11", true),
    (.completionRequest, "0200", "000000", "06", "20", true),
    (.completionAdvice, "0220", "000000", "06", "24", false),
    (.completionVoid, "0200", "200000", "06", "21", true),
    (.offlineSale, "0220", "000000", "00", "30", false),
    (.settlementAdjustment, "0220", "000000", "00", "32", false),
    (.tipAdjustment, "0220", "000000", "00", "34", false),
    (.chipOfflineSale, "0200", "000000", "00", "36", false),
    (.electronicCashRefund, "0220", "200000", "00", "27", false),
    (.loadFromBoundAccount, "0200", "600000", "91", "45", true),
    (.loadFromCash, "0200", "630000", "91", "46", true),
    (.loadFromOtherAccount, "0200", "620000", "91", "47", true),
    (.cashLoadVoid, "0200", "170000", "91", "51", true),
    (.instalmentSale, "0200", "000000", "64", "22", true),
    (.instalmentVoid, "0200", "200000", "64", "23", true),
    (.pointsSale, "0200", "000000", "65", "22", true),
    (.pointsVoid, "0200", "200000", "65", "23", true),
    (.pointsInquiry, "0200", "310000", "65", "03", false),
    (.reservationSale, "0200", "000000", "67", "54", true),
    (.reservationVoid, "0200", "200000", "67", "53", true),
    (.mailOrderSale, "0200", "000000", "08", "22", true),
    (.mailOrderPreAuthorization, "0100", "030000", "18", "10", true),
    (.codeSale, "0200", "000000", "00", "22", true),
    (.codeVoid, "0200", "200000", "00", "23", true),
    (.codeRefund, "0220", "200000", "00", "25", false),
  ]

  @Test(arguments: rows)
  func `a kind has its row of the table`(
    kind: TransactionKind, type: String, processing: String, condition: String, code: String,
    isReversed: Bool
  ) {
    let definition = kind.definition
    #expect(definition.request.text == type)
    #expect(definition.processingCode == processing)
    #expect(definition.conditionCode == condition)
    #expect(definition.typeCode == code)
    #expect(definition.isReversed == isReversed)
    #expect(definition.hasAmount == (processing != "310000"))
    #expect(!definition.name.chinese.isEmpty && !definition.name.english.isEmpty)
  }

  @Test func `every kind is in the table`() {
    #expect(Set(Self.rows.map(\.0)) == Set(TransactionKind.allCases))
  }

  @Test func `totals count sales and completions as debit, voids and refunds as credit`() {
    let debit = TransactionKind.allCases.filter { $0.definition.booking == .debit }
    let credit = TransactionKind.allCases.filter { $0.definition.booking == .credit }
    #expect(
      Set(debit.map { $0.definition.typeCode }) == ["22", "20", "24", "30", "32", "34", "36", "54"])
    #expect(
      Set(credit.map { $0.definition.typeCode }) == [
        "23", "21", "25", "27", "45", "46", "47", "53",
      ])
  }

  @Test func `the approvals are 00 10 11 16 A2 A4 A5 A6`() {
    let approvals = ResponseMeaning.all.filter(\.isApproval).map(\.code.text)
    #expect(approvals == ["00", "10", "11", "16", "A2", "A4", "A5", "A6"])
  }

  @Test func `each code has words in two languages, and one thing to do`() throws {
    #expect(ResponseMeaning.all.count == 51)
    for meaning in ResponseMeaning.all {
      #expect(!meaning.words.chinese.isEmpty && !meaning.words.english.isEmpty)
      #expect(meaning.words.english.utf8.allSatisfy { $0 < 0x80 })
      let completes = meaning.action == .complete || meaning.action == .completePart
      #expect(completes == meaning.isApproval)
    }
  }

  @Test(arguments: [
    ("00", ResponseMeaning.Action.complete), ("10", .completePart), ("51", .end),
    ("55", .enterPINAgain), ("13", .enterAmountAgain), ("14", .presentCardAgain),
    ("41", .keepCard), ("77", .signInAgain), ("99", .signInAgain), ("A0", .signInAgain),
    ("97", .stopTrading), ("79", .uploadAgain), ("96", .tryLater),
  ])
  func `a code says what the terminal does`(
    text: String, action: ResponseMeaning.Action
  ) throws {
    let code = try #require(ResponseCode(text))
    #expect(ResponseMeaning(of: code).action == action)
    #expect(ResponseMeaning(of: code).code == code)
  }

  @Test(arguments: ["02", "ZZ", "0a", "a2", "  "])
  func `a code that is not listed is a failure that shows its code`(text: String) throws {
    let meaning = ResponseMeaning(of: try #require(ResponseCode(text)))
    #expect(!meaning.isApproval)
    #expect(meaning.action == .end)
    #expect(meaning.words.chinese == "交易失败 \(text)")
  }

  @Test func `a profile carries every digit of the header but the center's`() throws {
    let header = try #require(MessageHeader([0x61, 0x32, 0x10, 0x12, 0x34, 0x56]))
    var profile = AcquirerProfile.testCenter
    profile.applicationClass = header.applicationClass
    profile.softwareVersion = header.softwareVersion
    profile.isTest = header.isTest
    profile.terminalSoftware = header.terminalSoftware
    #expect(profile.requestHeader == header)
  }

  @Test func `the standard profile reverses what it can't trust`() throws {
    let profile = AcquirerProfile.testCenter
    #expect(profile.reversesUnauthenticatedDecline)
    #expect(Set(profile.acceptedReversalCodes.map(\.text)) == ["00", "12", "25"])
    #expect("\(profile.address)" == "6000030000")
    #expect(profile.keyLayout.managementCode.text == "004")
    #expect(
      AcquirerProfile.KeyLayout.allCases.map(\.managementCode.text) == ["001", "003", "004"])
  }

  @Test func `management codes are three digits`() {
    #expect(NetworkManagementCode("301") == .echo)
    for text in ["", "30", "3010", "30A"] { #expect(NetworkManagementCode(text) == nil) }
  }
}
