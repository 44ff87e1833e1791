import ATCommands
import Testing

/// The forms are those of 3GPP TS 27.007 and of the modules' manuals.
@Suite struct AnswerTests {
  private func line(_ text: String) throws -> InformationLine {
    try #require(InformationLine(text))
  }

  @Test(arguments: [
    ("+CPIN: READY", SIMState.ready), ("+CPIN:READY", .ready), ("+CPIN: SIM PIN", .pinRequired),
    ("+CPIN: SIM PUK", .pukRequired), ("+CPIN: SIM PIN2", .ready), ("+CPIN: SIM PUK2", .ready),
    ("+CPIN: PH-NET PIN", .locked("PH-NET PIN")), ("+CPIN: PH-SIM PIN", .locked("PH-SIM PIN")),
    ("+CPIN: NOT INSERTED", .notInserted), ("+CPIN: NOT READY", .notReady),
    ("+CPIN: SIM FAILURE", .failed),
  ])
  func `the state of the SIM is read`(text: String, state: SIMState) throws {
    #expect(SIMState(try line(text)) == state)
  }

  @Test(arguments: [
    (10, SIMState.notInserted), (11, .pinRequired), (12, .pukRequired), (13, .failed),
    (14, .busy), (15, .wrong), (5, .locked("PH-SIM PIN")), (17, .ready), (18, .ready),
    (40, .locked("PH-NET PIN")), (47, .locked("PH-CORP PUK")), (48, .locked("PH-FSIM PUK")),
  ])
  func `a refusal tells the state of the SIM too`(code: Int, state: SIMState) {
    #expect(SIMState(EquipmentError(code: code)) == state)
  }

  /// Source: reference, section 3.3: which codes to try again after, and which to stop at.
  @Test(
    arguments: [
      (14, .tryAgain), (31, .tryAgain), (100, .tryAgain), (148, .tryAgain), (10, .giveUp),
      (11, .giveUp), (12, .giveUp), (13, .giveUp), (15, .giveUp), (16, .giveUp), (17, .giveUp),
      (18, .giveUp), (40, .giveUp), (48, .giveUp), (103, .giveUp), (106, .giveUp), (0, .doWithout),
      (3, .doWithout), (4, .doWithout), (20, .doWithout), (30, .doWithout), (111, .doWithout),
      (132, .doWithout), (149, .doWithout), (150, .doWithout),
    ] as [(Int, EquipmentError.Consequence)])
  func `a refusal says whether to try again`(
    code: Int, consequence: EquipmentError.Consequence
  ) {
    #expect(EquipmentError(code: code).consequence == consequence)
  }

  @Test func `a prompt is told from a line, and a blank is not one`() {
    var reader = LineReader()
    #expect("\r\n> ".utf8.compactMap { reader.receive($0) } == [LineReader.prompt])
    #expect("a> b\r".utf8.compactMap { reader.receive($0) } == ["a> b"])
  }

  @Test(
    arguments: [
      ("+CPINR: SIM PIN,3,3\n+CPINR: SIM PUK,10,10", TriesQuery.Reading.namedRows, 3, 10),
      ("+QPINC: \"SC\",2,9", .fields(pin: 1, puk: 2), 2, 9),
      ("+SPIC: 1,10,0,10", .fields(pin: 0, puk: 1), 1, 10),
      ("+SPIC: 3", .fields(pin: 0, puk: 2), 3, nil), ("+CSIM: 4,\"63C2\"", .statusWord, 2, nil),
      ("+CSIM: 4,\"9000\"", .statusWord, nil, nil),
      ("+SPIC: 99", .fields(pin: 0, puk: nil), nil, nil),
      ("", .namedRows, nil, nil),
    ] as [(String, TriesQuery.Reading, Int?, Int?)])
  func `the tries left are read in each form`(
    lines: String, reading: TriesQuery.Reading, pin: Int?, puk: Int?
  ) {
    let query = TriesQuery(command: .triesLeft, reading: reading)
    let information = lines.split(separator: "\n").map(String.init)
    let seen = query.tries(in: ATAnswer(information: information, result: .ok))
    #expect(seen == (pin == nil && puk == nil ? nil : TriesLeft(pin: pin, puk: puk)))
    #expect(query.tries(in: ATAnswer(information: information, result: .error)) == nil)
  }

  @Test func `other refusals tell nothing of the SIM`() {
    #expect(SIMState(EquipmentError(code: 4)) == nil)
    #expect(EquipmentError(text: "SIM busy") == .simBusy)
    #expect(EquipmentError(text: "something else").code == 100)
  }

  @Test(
    arguments: [
      ("+CSQ: 0,99", -113, nil), ("+CSQ: 20,99", -73, nil), ("+CSQ: 31,0", -51, 0),
      ("+CSQ: 99,99", nil, nil), ("+CSQ:17,7", -79, 7), ("+CSQ: 100,99", -116, nil),
      ("+CSQ: 191,99", -25, nil), ("+CSQ: 199,99", nil, nil),
    ] as [(String, Int?, Int?)])
  func `the signal is read in dBm`(text: String, power: Int?, errors: Int?) throws {
    let quality = try #require(SignalQuality(try line(text)))
    #expect(quality.decibelMilliwatts == power)
    #expect(quality.bitErrorClass == errors)
  }

  @Test(arguments: ["+CSQ: 32,0", "+CSQ: -1,0", "+CSQ: ", "+CSQ: \"20\",0", "+CESQ: 20,99"])
  func `what is no signal is not read as one`(text: String) throws {
    #expect(SignalQuality(try line(text)) == nil)
  }

  struct Registration: Sendable {
    var text: String
    var status: NetworkRegistration.Status
    var area: String?
    var technology: AccessTechnology?
    var cause: Int?
  }

  @Test(arguments: [
    Registration(text: "+CREG: 0,1", status: .home),
    Registration(text: "+CREG: 2,5,\"1A2B\",\"C0DE\"", status: .roaming, area: "1A2B"),
    Registration(text: "+CREG: 2,1,1A2B,C0DE,3", status: .home, area: "1A2B", technology: .edge),
    Registration(
      text: "+CGREG: 2,1,\"1A2B\",\"0000C0DE\",2,\"01\"", status: .home, area: "1A2B",
      technology: .utran),
    Registration(
      text: "+CGREG: 3,3,\"1A2B\",\"C0DE\",0,\"01\",0,7", status: .denied,
      area: "1A2B", technology: .gsm, cause: 7),
    Registration(
      text: "+CEREG: 2, 1, \"1A2B\", \"0000C0DE\", 7", status: .home, area: "1A2B",
      technology: .lte),
    Registration(
      text: "+CEREG: 3,3,\"1A2B\",\"C0DE\",7,0,15", status: .denied, area: "1A2B",
      technology: .lte, cause: 15),
    Registration(text: "+CEREG: 3,3,,,,0,8", status: .denied, cause: 8),
    Registration(text: "+CEREG: 3,3,,,,1,8", status: .denied),
    Registration(text: "+CEREG: 0,2", status: .searching),
    Registration(text: "+CEREG: 0,4", status: .unknown),
    Registration(text: "+CREG: 1,8", status: .emergencyOnly),
    Registration(text: "+CREG: 0,10", status: .roamingFallbackNotPreferred),
  ])
  func `an answer about a registration is read`(sample: Registration) throws {
    let registration = try #require(NetworkRegistration(answer: try line(sample.text)))
    #expect(registration.status == sample.status)
    #expect(registration.area == sample.area)
    #expect(registration.accessTechnology == sample.technology)
    #expect(registration.rejectCause == sample.cause)
  }

  @Test(arguments: [
    Registration(text: "+CREG: 1", status: .home),
    Registration(
      text: "+CREG: 1,\"1A2B\",\"C0DE\",7", status: .home, area: "1A2B",
      technology: .lte),
    Registration(text: "+CREG: 5,6699,49374", status: .roaming, area: "6699"),
    Registration(
      text: "+CEREG: 3,\"FFFE\",\"0\",7,0,11", status: .denied, area: "FFFE",
      technology: .lte, cause: 11),
  ])
  func `an unasked line about a registration is read, and not taken for an answer`(
    sample: Registration
  ) throws {
    let information = try line(sample.text)
    #expect(NetworkRegistration(answer: information) == nil)
    let registration = try #require(NetworkRegistration(unsolicited: information))
    #expect(registration.status == sample.status)
    #expect(registration.area == sample.area)
    #expect(registration.accessTechnology == sample.technology)
    #expect(registration.rejectCause == sample.cause)
  }

  @Test(arguments: ["+CREG: ", "+CREG: x,1", "+CREG: 0,99", "+CREG: 9,1", "+COPS: 0,1"])
  func `what is no registration is not read as one`(text: String) throws {
    #expect(NetworkRegistration(answer: try line(text)) == nil)
  }

  @Test(
    arguments: [
      ("+COPS: 0", nil, nil), ("+COPS: 0,0,\"CHINA MOBILE\",7", "CHINA MOBILE", .lte),
      ("+COPS: 0,2,\"46001\",2", "中国联通", .utran), ("+COPS: 0,2,\"00101\"", "00101", nil),
      ("+COPS: 1,0,\"A, B\",0", "A, B", .gsm), ("+COPS: 0,0,\"CHN-UNICOM,7", "CHN-UNICOM,7", nil),
    ] as [(String, String?, AccessTechnology?)])
  func `the operator is read`(text: String, name: String?, technology: AccessTechnology?) throws {
    let selection = try #require(OperatorSelection(try line(text)))
    #expect(selection.name == name)
    #expect(selection.accessTechnology == technology)
  }

  @Test(arguments: [
    "+CCID: 89860012345678901234", "+CCID: \"89860012345678901234\"", "89860012345678901234",
    "+QCCID: 89860012345678901234", "+ICCID: 89860012345678901234",
    "+CRSM: 144,0,\"98680021436587092143\"", "+CRSM: 144,0,98680021436587092143",
  ])
  func `the number of the SIM is read in each form`(text: String) {
    #expect(ICCID(line: text)?.text == "89860012345678901234")
  }

  @Test func `the number of the SIM may be shorter, padded or hold letters`() {
    #expect(ICCID(line: "8986001234567890123F")?.text == "8986001234567890123")
    #expect(ICCID(line: "+CRSM: 144,0,\"986800214365870921F3\"")?.text == "8986001234567890123")
    #expect(ICCID(line: "898600B8261990123456")?.text == "898600B8261990123456")
  }

  @Test(arguments: [
    "", "8986", "+CRSM: 106,130", "+CRSM: 144,0,\"9868\"", "+CCID: ERROR", "OK",
    "12345678901234567890",
  ])
  func `what is no number of a SIM is not read as one`(text: String) {
    #expect(ICCID(line: text) == nil)
  }

  @Test func `the numbers of modem and subscriber are read`() {
    #expect(IMEI(line: "004401010000018")?.text == "004401010000018")
    #expect(IMEI(line: "+CGSN: \"004401010000018\"")?.text == "004401010000018")
    #expect(IMEI(line: "00440101000001") == nil)
    #expect(IMSI(line: "+CIMI: 001010123456789")?.text == "001010123456789")
    #expect(IMSI(line: "00101x123456789") == nil)
    #expect(IMSI(line: "001010123456789").map { "\($0)" } == "IMSI of network 00101")
  }

  @Test(arguments: [
    ("RDY", UnsolicitedCode.started), ("+CPIN: NOT READY", .sim(.notReady)), ("RING", .ring),
    ("NO CARRIER", .callEnded), ("+CGEV: NW DETACH", .packetDomain("NW DETACH")),
    ("+CSMINS: 1,1", .other("+CSMINS: 1,1")), ("OK", .other("OK")),
    ("+CREG: nonsense", .other("+CREG: nonsense")),
  ])
  func `an unasked line means what its module's manual says`(text: String, code: UnsolicitedCode) {
    #expect(UnsolicitedCode(line: text) == code)
  }

  @Test func `each kind of cell has a name`() {
    #expect(AccessTechnology.allCases.map(\.text).allSatisfy { !$0.isEmpty })
    #expect(AccessTechnology.lte.text == "LTE")
  }
}
