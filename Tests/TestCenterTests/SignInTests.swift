import CenterProtocol
import ISO8583
import PaymentTypes
import TestCenter
import Testing

@Suite struct SignInTests {
  @Test(arguments: [("001", 24), ("003", 40), ("004", 60)])
  func `a sign-in gives a batch, and keys that fit their check values`(
    code: String, byteCount: Int
  ) throws {
    let terminal = try ScriptedTerminal.atCenter()
    let answer = try terminal.signIn(code)
    #expect(answer.type == .networkManagementResponse)
    #expect(answer.bytes(of: 62)?.count == byteCount)
    #expect(Array(answer.elements.map(\.number)) == [11, 12, 13, 32, 37, 39, 41, 42, 60, 62])
    #expect(answer.text(of: 60) == "00000001" + code)
    #expect(answer.text(of: 12) == "101612" && answer.text(of: 13) == "0617")
    #expect(terminal.macKey.count == 8)
    #expect((terminal.trackKey != nil) == (code == "004"))
    #expect(terminal.center.violations.isEmpty)
    #expect(terminal.center.terminals.first?.isSignedIn == true)
  }

  @Test func `a MAC key may have double length`() throws {
    var configuration = CenterConfiguration()
    configuration.macKeyIsSingleLength = false
    let terminal = try ScriptedTerminal.atCenter(configuration)
    try terminal.signIn()
    #expect(terminal.macKey.count == 16)
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "00")
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `the same seed gives the same keys, another seed others`() throws {
    func key(_ seed: UInt64) throws -> [UInt8] {
      let terminal = try ScriptedTerminal.atCenter(CenterConfiguration(seed: seed))
      try terminal.signIn()
      return terminal.pinKey
    }
    #expect(try key(7) == key(7))
    #expect(try key(7) != key(8))
  }

  @Test func `every sign-in gives new keys, and the same batch`() throws {
    let terminal = try ScriptedTerminal.atCenter()
    try terminal.signIn()
    let first = terminal.macKey
    try terminal.signIn()
    #expect(terminal.macKey != first)
    #expect(terminal.batch == "000001")
    #expect(terminal.center.terminals.first?.signInCount == 2)
  }

  @Test func `a terminal that is not registered gets 97`() throws {
    let terminal = try ScriptedTerminal.atCenter()
    var draft = terminal.management(.networkManagementRequest, "004")
    draft.set(11, text: "000001")
    draft.set(63, text: "01 ")
    draft.set(42, text: "898310053110002")
    #expect(try terminal.exchange(draft).text(of: 39) == "97")
    draft.set(42, text: ScriptedTerminal.merchant)
    draft.set(41, text: "87654321")
    #expect(try terminal.exchange(draft).text(of: 39) == "97")
  }

  @Test func `a sign-off ends the keys, and the next sign-in opens the next batch`() throws {
    let terminal = try ScriptedTerminal.atCenter()
    try terminal.signIn()
    let answer = try terminal.signOff()
    #expect(answer.type == .networkManagementAdviceResponse)
    #expect(answer.text(of: 39) == "00")
    #expect(terminal.center.terminals.first?.isSignedIn == false)
    #expect(terminal.center.violations.isEmpty)
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "A0")
    #expect(terminal.center.violations.count == 1)
    try terminal.signIn()
    #expect(terminal.batch == "000002")
  }

  @Test func `the batch after 999999 is 000001`() throws {
    let terminal = try ScriptedTerminal.atCenter()
    terminal.center.register(
      CenterTerminal(
        identifier: try #require(TerminalIdentifier(ScriptedTerminal.identifier)),
        merchant: try #require(MerchantIdentifier(ScriptedTerminal.merchant)),
        masterKey: ScriptedTerminal.masterKey, batch: try #require(BatchNumber(999_999))))
    try terminal.signIn()
    #expect(terminal.batch == "999999")
    _ = try terminal.signOff()
    try terminal.signIn()
    #expect(terminal.batch == "000001")
  }

  @Test func `an echo needs neither sign-in nor number`() throws {
    let terminal = try ScriptedTerminal.atCenter()
    let answer = try terminal.exchange(terminal.management(.networkManagementAdvice, "301"))
    #expect(answer.type == .networkManagementAdviceResponse)
    #expect(answer.text(of: 39) == "00")
    #expect(answer.text(of: 11) == nil)
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a terminal that never signed in gets A0, which is no violation`() throws {
    let terminal = try ScriptedTerminal.atCenter()
    terminal.macKey = [1, 2, 3, 4, 5, 6, 7, 8]
    terminal.pinKey = TestCard.issuerMasterKey
    let answer = try terminal.exchange(terminal.swiped(.sale, 100))
    #expect(answer.text(of: 39) == "A0")
    #expect(answer.text(of: 64) == nil)
    // Only the batch 000000 is one.
    #expect(terminal.center.violations.map(\.element) == [60])
  }

  @Test func `a message under the keys before the last is out of date, not forged`() throws {
    let terminal = try ScriptedTerminal.atCenter()
    try terminal.signIn()
    let old = (terminal.macKey, terminal.pinKey, terminal.trackKey)
    try terminal.signIn()
    (terminal.macKey, terminal.pinKey, terminal.trackKey) = old
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "A0")
    #expect(terminal.center.violations.isEmpty)
    terminal.macKey = [1, 2, 3, 4, 5, 6, 7, 8]
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "A0")
    #expect(terminal.center.violations.map(\.element) == [64])
  }
}
