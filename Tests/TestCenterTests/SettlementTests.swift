import CenterProtocol
import ISO8583
import PaymentTypes
import TestCenter
import Testing

@Suite struct SettlementTests {
  private func signedIn(
    _ configuration: CenterConfiguration = CenterConfiguration()
  ) throws -> ScriptedTerminal {
    let terminal = try ScriptedTerminal.atCenter(configuration)
    try terminal.signIn()
    return terminal
  }

  /// Two domestic sales, one voided, and a foreign one that is reversed: gross 246.90 / 2.
  private func trade(_ terminal: ScriptedTerminal) throws {
    try terminal.exchange(terminal.swiped(.sale, 12_345))
    let sale = try terminal.swiped(.sale, 12_345)
    let answer = try terminal.exchange(sale)
    try terminal.exchange(terminal.void(of: sale, answer))
    let foreign = try terminal.swiped(.sale, 500, .foreign)
    try terminal.exchange(foreign)
    try terminal.exchange(terminal.reversal(of: foreign))
  }

  static let domestic = "000000024690002000000012345001"
  static let nothing = String(repeating: "0", count: 30)

  @Test func `equal totals balance, and the batch is over with 207`() throws {
    let terminal = try signedIn()
    try trade(terminal)
    let answer = try terminal.exchange(
      terminal.settlement(Self.domestic + "0" + Self.nothing + "0"))
    #expect(answer.type == .reconciliationResponse)
    #expect(answer.text(of: 48) == Self.domestic + "1" + Self.nothing + "1")
    #expect(
      Array(answer.elements.map(\.number)) == [
        11, 12, 13, 15, 32, 37, 41, 42, 48, 49, 60, 63,
      ])
    let end = terminal.batchEnd("207", count: 0)
    #expect(try terminal.exchange(end).text(of: 39) == "00")
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "77")
    #expect(terminal.center.violations.isEmpty)
    try terminal.signIn()
    #expect(terminal.batch == "000002")
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "00")
  }

  @Test func `the totals are those of the books`() throws {
    let terminal = try signedIn()
    try trade(terminal)
    let totals = terminal.center.totals(
      terminal: try #require(TerminalIdentifier("12345678")), batch: try #require(BatchNumber(1)))
    #expect(totals.text == Self.domestic + "0" + Self.nothing + "0")
  }

  @Test func `each kind of card is compared on its own`() throws {
    let terminal = try signedIn()
    try trade(terminal)
    let foreign = "000000000500001" + String(repeating: "0", count: 15)
    let wrongForeign = try terminal.exchange(
      terminal.settlement(Self.domestic + "0" + foreign + "0"))
    #expect(wrongForeign.text(of: 48) == Self.domestic + "1" + foreign + "2")
    let wrongDomestic = try terminal.exchange(
      terminal.settlement(Self.nothing + "0" + Self.nothing + "0"))
    #expect(wrongDomestic.text(of: 48) == Self.nothing + "2" + Self.nothing + "1")
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a center may answer with its own totals`() throws {
    var configuration = CenterConfiguration()
    configuration.answersOwnTotals = true
    let terminal = try signedIn(configuration)
    try trade(terminal)
    let answer = try terminal.exchange(
      terminal.settlement(Self.nothing + "0" + Self.nothing + "0"))
    #expect(answer.text(of: 48) == Self.domestic + "2" + Self.nothing + "1")
  }

  @Test func `another batch can't be compared`() throws {
    let terminal = try signedIn()
    terminal.batch = "000009"
    let answer = try terminal.exchange(
      terminal.settlement(Self.nothing + "0" + Self.nothing + "0"))
    #expect(answer.text(of: 48) == Self.nothing + "3" + Self.nothing + "3")
  }

  @Test func `a fault can keep the totals from being compared`() throws {
    let terminal = try signedIn()
    let code = try #require(ResponseCode("96"))
    terminal.center.inject(CenterFault(.respond(code), types: [.reconciliationRequest]))
    let totals = terminal.settlement(Self.nothing + "0" + Self.nothing + "0")
    #expect(try terminal.exchange(totals).text(of: 48) == Self.nothing + "3" + Self.nothing + "3")
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "00")
  }

  @Test func `trading between totals and end is a violation`() throws {
    let terminal = try signedIn()
    _ = try terminal.exchange(terminal.settlement(Self.nothing + "0" + Self.nothing + "0"))
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "77")
    #expect(terminal.center.violations.count == 1)
  }

  private func list(_ terminal: ScriptedTerminal, _ items: [(String, TestCard, Int)])
    throws -> MessageDraft
  {
    var draft = terminal.management(.fileAdvice, "201")
    draft.set(11, text: terminal.nextTrace())
    var listed: [BatchList.Item] = []
    for (trace, card, amount) in items {
      listed.append(
        BatchList.Item(
          isForeign: card.pan == TestCard.foreign.pan,
          traceNumber: try #require(Int(trace).flatMap { SystemTraceAuditNumber($0) }),
          pan: try #require(PrimaryAccountNumber(card.pan)),
          amount: try #require(TransactionAmount(minorUnits: amount))))
    }
    let list = try #require(BatchList(listed))
    draft.set(48, text: list.wireText)
    return draft
  }

  @Test func `an unbalanced batch is uploaded, and ends with 202 and a count`() throws {
    let terminal = try signedIn()
    try trade(terminal)
    _ = try terminal.exchange(terminal.settlement(Self.nothing + "0" + Self.nothing + "0"))
    let upload = try list(
      terminal, [("000002", .domestic, 12_345), ("000003", .domestic, 12_345)])
    #expect(try terminal.exchange(upload).text(of: 39) == "00")
    // The same list again, its answer was lost: counted once.
    _ = terminal.center.receive(frame: terminal.lastFrame, now: terminal.now)
    #expect(try terminal.exchange(terminal.batchEnd("202", count: 2)).text(of: 39) == "00")
    #expect(try terminal.exchange(terminal.batchEnd("202", count: 2)).text(of: 39) == "00")
    #expect(terminal.center.uploadErrors.isEmpty)
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `an end that comes again after the next sign-in is still taken`() throws {
    let terminal = try signedIn()
    _ = try terminal.exchange(terminal.settlement(Self.nothing + "0" + Self.nothing + "0"))
    let end = terminal.batchEnd("207", count: 0)
    try terminal.exchange(end)
    try terminal.signIn()
    #expect(try terminal.exchange(end).text(of: 39) == "00")
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `what is not in the books goes into the list of errors`() throws {
    let terminal = try signedIn()
    try trade(terminal)
    _ = try terminal.exchange(terminal.settlement(Self.nothing + "0" + Self.nothing + "0"))
    let upload = try list(
      terminal,
      [
        ("000002", .domestic, 12_345), ("000003", .domestic, 1), ("000005", .foreign, 500),
        ("000099", .domestic, 12_345),
      ])
    #expect(try terminal.exchange(upload).text(of: 39) == "00")
    #expect(terminal.center.uploadErrors.map(\.traceNumber) == ["000003", "000005", "000099"])
  }

  @Test func `a wrong end or a wrong count is a violation`() throws {
    let terminal = try signedIn()
    try trade(terminal)
    _ = try terminal.exchange(terminal.settlement(Self.domestic + "0" + Self.nothing + "0"))
    _ = try terminal.exchange(terminal.batchEnd("202", count: 3))
    #expect(terminal.center.violations.map(\.element) == [60, 48])
  }

  @Test func `an end or a list before the totals is a violation`() throws {
    let terminal = try signedIn()
    try trade(terminal)
    _ = try terminal.exchange(list(terminal, [("000002", .domestic, 12_345)]))
    _ = try terminal.exchange(terminal.batchEnd("202", count: 1))
    #expect(terminal.center.violations.count == 2)
  }

  @Test func `a chip transaction's end is compared with the books`() throws {
    let terminal = try signedIn()
    let sale = try terminal.chipSale(12_345)
    try terminal.exchange(sale)
    let totals = "000000012345001" + String(repeating: "0", count: 15)
    _ = try terminal.exchange(terminal.settlement(totals + "0" + Self.nothing + "0"))
    var detail = terminal.management(.fileAdvice, "203")
    for element: DataElement in [2, 4, 11, 22, 23, 55] {
      detail.set(element, bytes: sale.bytes(of: element).map(Array.init))
    }
    detail.set(60, text: "00" + terminal.batch + "20350")
    let outcome = ChipBatchDetail(
      isForeign: false, amount: try #require(TransactionAmount(minorUnits: 12_345)),
      outcome: .approved(retries: 0))
    detail.set(62, text: outcome.text)
    #expect(try terminal.exchange(detail).text(of: 39) == "00")
    _ = try terminal.exchange(terminal.batchEnd("207", count: 1))
    #expect(terminal.center.uploadErrors.isEmpty)
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a chip detail must be well formed and fit the comparison`() throws {
    let terminal = try signedIn()
    let sale = try terminal.chipSale(100)
    try terminal.exchange(sale)
    _ = try terminal.exchange(terminal.settlement(Self.nothing + "0" + Self.nothing + "0"))
    var detail = terminal.management(.fileAdvice, "203")
    for element: DataElement in [2, 4, 11, 22, 23, 55] {
      detail.set(element, bytes: sale.bytes(of: element).map(Array.init))
    }
    detail.set(60, text: "00" + terminal.batch + "20350")
    detail.set(62, text: "710000000000000100156")
    _ = try terminal.exchange(detail)
    detail.set(62, text: "610000000000000200156")
    _ = try terminal.exchange(detail)
    #expect(terminal.center.violations.map(\.element) == [62, 60, 62, 60])
  }
}
