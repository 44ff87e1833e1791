import CenterProtocol
import ISO8583
import PaymentTypes
import TestCenter
import Testing

@Suite struct RobustnessTests {
  /// Numbers that look random and are the same in every run (xorshift64).
  private struct Numbers {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(truncatingIfNeeded: state >> 1) % limit
    }
  }

  @Test(arguments: 1...4)
  func `no change of a message's bytes moves money or breaks the center`(seed: Int) throws {
    let terminal = try ScriptedTerminal.atCenter()
    try terminal.signIn()
    let frames = [
      try terminal.frame(terminal.swiped(.sale, 100, pin: "123456")),
      try terminal.frame(terminal.chipSale(100)),
    ]
    var numbers = Numbers(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
    for _ in 0..<2000 {
      var frame = frames[numbers.next(below: frames.count)]
      for _ in 0...numbers.next(below: 3) {
        // Not the last byte: without a right code, whatever the message says is refused.
        frame[13 + numbers.next(below: frame.count - 14)] = UInt8(numbers.next(below: 256))
      }
      guard frame != frames[0], frame != frames[1] else { continue }
      _ = terminal.center.receive(frame: frame, now: terminal.now)
    }
    #expect(terminal.center.ledger.bookings.isEmpty)
    #expect(terminal.balance == 100_000)
  }

  @Test(arguments: 1...4)
  func `authenticated nonsense never books more than the account has`(seed: Int) throws {
    let terminal = try ScriptedTerminal.atCenter()
    try terminal.signIn()
    var numbers = Numbers(state: UInt64(seed) &* 0x2545_F491_4F6C_DD1D)
    for _ in 0..<500 {
      var draft = try terminal.chipSale(1 + numbers.next(below: 500))
      for _ in 0..<numbers.next(below: 4) {
        guard let element = DataElement(number: 2 + numbers.next(below: 62)) else { continue }
        if numbers.next(below: 2) == 0 { draft.remove(element) }
        guard let old = draft.bytes(of: element), !old.isEmpty, element != 64 else { continue }
        var bytes = Array(old)
        bytes[numbers.next(below: bytes.count)] = 0x30 + UInt8(numbers.next(below: 10))
        draft.set(element, bytes: bytes)
      }
      guard let frame = try? terminal.frame(draft) else { continue }
      _ = terminal.center.receive(frame: frame, now: terminal.now)
    }
    let spent = terminal.center.ledger.bookings.reduce(0) { $0 + $1.balanceChange }
    #expect(terminal.center.accounts.reduce(0) { $0 + $1.balanceMinorUnits } == 200_000 + spent)
    #expect(terminal.balance >= 0)
  }

  @Test func `what the center remembers of old batches is let go, and the books stay`() throws {
    let terminal = try ScriptedTerminal.atCenter()
    let zeros = String(repeating: "0", count: 30)
    for batch in 1...5 {
      try terminal.signIn()
      #expect(terminal.batch == FixedDigits.text(batch, 6))
      let sale = try terminal.swiped(.sale, 100)
      try terminal.exchange(sale)
      try terminal.exchange(terminal.reversal(of: sale))
      try terminal.exchange(terminal.settlement(zeros + "0" + zeros + "0"))
      try terminal.exchange(terminal.batchEnd("207", count: 0))
    }
    #expect(terminal.center.ledger.bookings.count == 5)
    #expect(terminal.center.violations.isEmpty)
  }
}
