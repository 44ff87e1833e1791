import CenterProtocol
import ISO8583
import PaymentTypes
import TestCenter
import Testing

@Suite struct JudgeTests {
  private func signedIn() throws -> ScriptedTerminal {
    let terminal = try ScriptedTerminal.atCenter()
    try terminal.signIn()
    return terminal
  }

  @Test(arguments: [3, 4, 11, 22, 25, 35, 41, 42, 49, 53, 60])
  func `a swiped sale without a required field is a violation`(number: Int) throws {
    let terminal = try signedIn()
    var draft = try terminal.swiped(.sale, 100, pin: "123456")
    draft.remove(try #require(DataElement(number: number)))
    _ = try terminal.actions(draft)
    #expect(!terminal.center.violations.isEmpty)
    #expect(terminal.center.ledger.bookings.isEmpty || number == 53)
  }

  @Test(arguments: [
    ("120", "50", true), ("201", "52", true), ("601", "62", true), ("201", "20", true),
    ("201", "50", false), ("201", "51", false), ("120", "52", false), ("201", "22", false),
  ])
  func `the stripe of a chip card is flagged, and no other`(
    serviceCode: String, condition: String, isRight: Bool
  ) throws {
    let terminal = try signedIn()
    var card = TestCard.domestic
    card.serviceCode = serviceCode
    var draft = try terminal.swiped(.sale, 100, card)
    draft.set(60, text: "22000001000" + condition)
    _ = try terminal.exchange(draft)
    #expect(terminal.center.violations.map(\.element) == (isRight ? [] : [60]))
  }

  @Test func `only a swiped card can be a fallback`() throws {
    let terminal = try signedIn()
    var draft = try terminal.chipSale(100)
    draft.set(60, text: "2200000100052")
    _ = try terminal.exchange(draft)
    #expect(terminal.center.violations.map(\.element) == [60])
  }

  @Test(arguments: [2, 14, 23, 26, 52, 55])
  func `a chip sale without a conditional field is a violation`(number: Int) throws {
    let terminal = try signedIn()
    var draft = try terminal.chipSale(100)
    draft.remove(try #require(DataElement(number: number)))
    _ = try terminal.exchange(draft)
    // Without field 52, the digit of field 53 that announces it is wrong as well.
    #expect(terminal.center.violations.map(\.element) == (number == 52 ? [52, 53] : [number]))
  }

  static let additions: [(Int, String)] = [
    (12, "101112"), (13, "0617"), (15, "0617"), (26, "12"), (32, "00013100"),
    (37, "000000000000"), (38, "123456"), (39, "00"), (48, "0001"), (52, "12345678"),
    (54, "1002156C000000000000"), (55, "x"), (61, "000001000002"),
  ]

  @Test(arguments: additions)
  func `a swiped sale with a field that it must not have is a violation`(
    number: Int, text: String
  ) throws {
    let terminal = try signedIn()
    var draft = try terminal.swiped(.sale, 100)
    draft.set(try #require(DataElement(number: number)), text: text)
    _ = try terminal.exchange(draft)
    #expect(terminal.center.violations.contains { $0.element == number })
  }

  static let changes: [(Int, String)] = [
    (4, "000000000000"), (11, "000000"), (14, "3013"), (22, "042"), (22, "023"), (26, "11"),
    (49, "840"), (53, "0600000000000000"), (53, "2310000000000000"), (53, "2620000000000000"),
    (53, "2610000000000001"), (60, "22000001000"), (60, "2200000100030"), (60, "2200000100053"),
    (60, "2200000120150"), (63, "CU"),
  ]

  @Test(arguments: changes)
  func `a field that is filled wrongly is a violation`(number: Int, text: String) throws {
    let terminal = try signedIn()
    var draft = try terminal.swiped(.sale, 100, pin: "123456")
    draft.set(try #require(DataElement(number: number)), text: text)
    _ = try terminal.exchange(draft)
    #expect(terminal.center.violations.contains { $0.element == number }, "\(text)")
  }

  @Test func `a management message has no code, no more and no less`() throws {
    let terminal = try signedIn()
    var echo = terminal.management(.networkManagementAdvice, "301")
    echo.set(11, text: "000009")
    _ = try terminal.exchange(echo)
    var signIn = terminal.management(.networkManagementRequest, "004")
    signIn.set(11, text: "000010")
    signIn.set(62, text: "Sequence No123136")
    signIn.set(64, bytes: [UInt8](repeating: 0, count: 8))
    #expect(try terminal.exchange(signIn).text(of: 39) == "30")
    var totals = terminal.settlement(String(repeating: "0", count: 61) + "1")
    totals.remove(49)
    _ = try terminal.actions(totals)
    #expect(terminal.center.violations.map(\.element) == [11, 63, 64, 62, 49, 48])
  }

  @Test(arguments: [
    (39, "00"), (61, "0000010000020000"), (26, "12"), (37, "101612000002"),
    (52, "12345678"), (35, "6216261000000000018D3012"),
  ])
  func `a reversal has a reason, and none of the card's secrets`(
    number: Int, text: String
  ) throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 100)
    try terminal.exchange(sale)
    var draft = try terminal.reversal(of: sale)
    draft.set(try #require(DataElement(number: number)), text: text)
    _ = try terminal.exchange(draft)
    #expect(terminal.center.violations.map(\.element) == [number])
  }

  @Test func `the reversal of a void names itself in field 61`() throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 100)
    let void = try terminal.void(of: sale, try terminal.exchange(sale))
    try terminal.exchange(void)
    var draft = try terminal.reversal(of: void)
    draft.set(61, bytes: void.bytes(of: 61).map(Array.init))
    _ = try terminal.exchange(draft)
    #expect(terminal.center.violations.map(\.element) == [61])
  }

  @Test func `a track in clear is a violation where there is a key for it`() throws {
    let terminal = try signedIn()
    var draft = try terminal.swiped(.sale, 100)
    draft.set(35, text: TestCard.domestic.track)
    draft.set(53, text: "0600000000000000")
    #expect(try terminal.exchange(draft).text(of: 39) == "00")
    #expect(terminal.center.violations.map(\.element) == [35])
    try terminal.signIn("003")
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "00")
    #expect(terminal.center.violations.count == 1)
  }

  @Test func `a track that does not decrypt is a violation`() throws {
    let terminal = try signedIn()
    var draft = try terminal.swiped(.sale, 100)
    draft.set(35, text: TestCard.domestic.track)
    #expect(try terminal.exchange(draft).text(of: 39) == "14")
    #expect(terminal.center.violations.map(\.element) == [35])
  }

  @Test func `the header asks for nothing and names a known class`() throws {
    let terminal = try signedIn()
    var frame = try terminal.frame(terminal.swiped(.sale, 100))
    frame[7] = 0x62
    frame[9] |= 0x03
    _ = terminal.center.receive(frame: frame, now: terminal.now)
    #expect(terminal.center.violations.count == 2)
  }

  @Test func `what is no message closes the connection`() throws {
    let terminal = try signedIn()
    let frame = try terminal.frame(terminal.swiped(.sale, 100))
    var broken = frame
    broken[16] |= 0x01
    #expect(terminal.center.receive(frame: broken, now: terminal.now) == [.close])
    #expect(terminal.center.violations.last?.element == 16)
    #expect(terminal.center.receive(frame: [0x00, 0x05, 0x60], now: terminal.now) == [.close])
    #expect(terminal.center.receive(frame: Array(frame.dropLast()), now: terminal.now) == [])
    #expect(terminal.center.violations.count == 3)
    var answer = try terminal.swiped(.sale, 100)
    answer.type = .financialResponse
    #expect(try terminal.actions(answer) == [.close])
    #expect(terminal.center.violations.count == 4)
  }

  @Test func `a connection takes bytes in any pieces, and two frames at once`() throws {
    let terminal = try signedIn()
    var connection = CenterConnection(to: terminal.center)
    let first = try terminal.frame(terminal.swiped(.sale, 100))
    let second = try terminal.frame(terminal.swiped(.sale, 200))
    var actions: [CenterAction] = []
    for byte in first { actions += connection.receive([byte], now: terminal.now) }
    #expect(actions.count == 1)
    actions = connection.receive(first + second, now: terminal.now)
    #expect(actions.count == 2)
    #expect(terminal.balance == 99_700)
    #expect(connection.receive([0xFF, 0xFF], now: terminal.now) == [.close])
    #expect(connection.receive(first, now: terminal.now).isEmpty)
  }

  @Test func `a violation names its message and none of its values`() throws {
    let terminal = try signedIn()
    var draft = try terminal.swiped(.sale, 100)
    draft.set(2, text: TestCard.foreign.pan)
    _ = try terminal.exchange(draft)
    let violation = try #require(terminal.center.violations.first)
    #expect(violation.terminal == "12345678")
    #expect(violation.type == .financialRequest)
    #expect(
      "\(violation)"
        == "terminal 12345678, message 0200, trace 000002, field 2, "
        + "expected the card number of the track")
  }

  @Test func `accounts and terminals print no secrets`() throws {
    let terminal = try signedIn()
    let account = try #require(terminal.center.accounts.first)
    #expect(String(reflecting: account) == "account of 476173******0010")
    #expect(Mirror(reflecting: account).children.isEmpty)
    let known = try #require(terminal.center.terminals.first)
    #expect(String(reflecting: known) == "terminal 12345678, batch 000001")
    #expect(Mirror(reflecting: known).children.isEmpty)
  }
}
