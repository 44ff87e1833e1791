import CenterProtocol
import ISO8583
import PaymentTypes
import TestCenter
import Testing

@Suite struct ReversalTests {
  private func signedIn() throws -> ScriptedTerminal {
    let terminal = try ScriptedTerminal.atCenter()
    try terminal.signIn()
    return terminal
  }

  @Test func `a reversal undoes a sale, however often it comes`() throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 12_345)
    try terminal.exchange(sale)
    for _ in 0..<3 {
      let answer = try terminal.exchange(terminal.reversal(of: sale))
      #expect(answer.type == .reversalResponse)
      #expect(answer.text(of: 39) == "00")
      #expect(
        Array(answer.elements.map(\.number)) == [
          2, 3, 4, 11, 12, 13, 15, 25, 32, 37, 39, 41, 42, 44, 49, 60, 64,
        ])
      #expect(terminal.balance == 100_000)
    }
    #expect(terminal.center.ledger.bookings.map(\.state) == [.reversed])
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `an unknown original is 25, and is refused when it comes late`() throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 12_345)
    terminal.center.inject(CenterFault(.holdRequest(.seconds(90)), types: [.financialRequest]))
    let actions = try terminal.actions(sale)
    guard case .hold(let held, .seconds(90)) = try #require(actions.first) else {
      Issue.record("not held")
      return
    }
    #expect(terminal.center.ledger.bookings.isEmpty)
    #expect(try terminal.exchange(terminal.reversal(of: sale)).text(of: 39) == "25")
    let late = try terminal.answers(terminal.center.receive(held: held, now: terminal.now))
    #expect(late.map { $0.text(of: 39) } == ["12"])
    #expect(terminal.balance == 100_000)
    #expect(terminal.center.ledger.bookings.isEmpty)
    #expect(try terminal.exchange(terminal.reversal(of: sale)).text(of: 39) == "25")
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a request held up and not reversed is booked when it arrives`() throws {
    let terminal = try signedIn()
    terminal.center.inject(CenterFault(.holdRequest(.seconds(5))))
    let actions = try terminal.actions(terminal.swiped(.sale, 12_345))
    guard case .hold(let held, _) = try #require(actions.first) else { return }
    let answers = try terminal.answers(terminal.center.receive(held: held, now: terminal.now))
    #expect(answers.map { $0.text(of: 39) } == ["00"])
    #expect(terminal.balance == 87_655)
  }

  @Test func `a repetition of a reversed sale gets no approval`() throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 100)
    try terminal.exchange(sale)
    let frame = terminal.lastFrame
    try terminal.exchange(terminal.reversal(of: sale))
    let again = try terminal.answers(terminal.center.receive(frame: frame, now: terminal.now))
    #expect(again.map { $0.text(of: 39) } == ["12"])
    #expect(terminal.balance == 100_000)
  }

  @Test func `the reversal of a void makes the sale stand again`() throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 12_345)
    let answer = try terminal.exchange(sale)
    let void = try terminal.void(of: sale, answer)
    try terminal.exchange(void)
    #expect(terminal.balance == 100_000)
    #expect(try terminal.exchange(terminal.reversal(of: sale)).text(of: 39) == "12")
    #expect(try terminal.exchange(terminal.reversal(of: void)).text(of: 39) == "00")
    #expect(terminal.balance == 87_655)
    #expect(terminal.center.ledger.bookings.map(\.state) == [.booked, .reversed])
    #expect(try terminal.exchange(terminal.void(of: sale, answer)).text(of: 39) == "00")
    #expect(terminal.balance == 100_000)
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a chip's reversal carries its short list`() throws {
    let terminal = try signedIn()
    let sale = try terminal.chipSale(100)
    try terminal.exchange(sale)
    #expect(try terminal.exchange(terminal.reversal(of: sale)).text(of: 39) == "00")
    #expect(terminal.center.violations.isEmpty)
    let second = try terminal.chipSale(100, counter: 2)
    try terminal.exchange(second)
    var bare = try terminal.reversal(of: second)
    bare.remove(55)
    #expect(try terminal.exchange(bare).text(of: 39) == "00")
    #expect(terminal.center.violations.map(\.element) == [55])
  }

  @Test func `a reversal without a right MAC reverses nothing`() throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 100)
    try terminal.exchange(sale)
    let key = terminal.macKey
    terminal.macKey = [1, 2, 3, 4, 5, 6, 7, 8]
    #expect(try terminal.exchange(terminal.reversal(of: sale)).text(of: 39) == "A0")
    terminal.macKey = key
    #expect(terminal.balance == 99_900)
    #expect(terminal.center.violations.map(\.element) == [64])
  }

  @Test func `a center may refuse a reversal for now`() throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 100)
    try terminal.exchange(sale)
    terminal.center.inject(
      CenterFault(.respond(try #require(ResponseCode("96"))), types: [.reversalRequest]))
    #expect(try terminal.exchange(terminal.reversal(of: sale)).text(of: 39) == "96")
    #expect(terminal.balance == 99_900)
    #expect(try terminal.exchange(terminal.reversal(of: sale)).text(of: 39) == "00")
    #expect(terminal.balance == 100_000)
  }

  @Test func `a reversal repeats what it reverses`() throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 100)
    try terminal.exchange(sale)
    var other = try terminal.reversal(of: sale)
    other.set(4, text: "000000000200")
    other.set(22, text: "021")
    other.set(38, text: "ABCDEF")
    other.set(2, text: TestCard.domestic.pan)
    try terminal.exchange(other)
    #expect(terminal.center.violations.map(\.element) == [4, 22, 2, 38])
  }
}
