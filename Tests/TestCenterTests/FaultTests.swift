import CenterProtocol
import ISO8583
import PaymentTypes
import TestCenter
import Testing

@Suite struct FaultTests {
  private func signedIn() throws -> ScriptedTerminal {
    let terminal = try ScriptedTerminal.atCenter()
    try terminal.signIn()
    return terminal
  }

  @Test(arguments: [
    (CenterFault.Link.staysOpen, [CenterAction]()), (.closes, [.close]), (.resets, [.reset]),
  ])
  func `a lost request is not booked, a lost answer is`(
    link: CenterFault.Link, expected: [CenterAction]
  ) throws {
    let terminal = try signedIn()
    terminal.center.inject(CenterFault(.dropRequest(link)))
    terminal.center.inject(CenterFault(.dropAnswer(link)))
    #expect(try terminal.actions(terminal.swiped(.sale, 100)) == expected)
    #expect(terminal.balance == 100_000)
    #expect(try terminal.actions(terminal.swiped(.sale, 100)) == expected)
    #expect(terminal.balance == 99_900)
    #expect(terminal.center.waitingFaults.isEmpty)
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "00")
  }

  @Test func `an answer may be late, twice, or cut short`() throws {
    let terminal = try signedIn()
    terminal.center.inject(
      CenterFault(.delayAnswer(.seconds(70)), .duplicateAnswer(after: .seconds(71))))
    terminal.center.inject(CenterFault(.cutAnswer(byteCount: 20)))
    let late = try terminal.actions(terminal.swiped(.sale, 100))
    guard case .send(let first, .seconds(70)) = late[0],
      case .send(let second, .seconds(71)) = late[1]
    else {
      Issue.record("\(late)")
      return
    }
    #expect(first == second)
    let cut = try terminal.actions(terminal.swiped(.sale, 100))
    guard case .sendPart(let bytes, 20, .zero) = cut[0] else {
      Issue.record("\(cut)")
      return
    }
    #expect(bytes.count > 20)
    #expect(cut[1] == .close)
    #expect(terminal.balance == 99_800)
  }

  @Test func `an answer may be another's or unproven`() throws {
    let terminal = try signedIn()
    func match(_ effect: CenterFault.Effect) throws -> AnswerMatch {
      terminal.center.inject(CenterFault(effect))
      let draft = try terminal.swiped(.sale, 109)
      return AnswerMatch(try terminal.exchange(draft), to: draft)
    }
    #expect(try match(.wrongTraceNumber) == .differs(11))
    #expect(try match(.wrongTerminal) == .differs(41))
    #expect(try match(.wrongAmount) == .differs(4))
    terminal.center.inject(CenterFault(.omitMAC))
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).bytes(of: 64) == nil)
    terminal.center.inject(CenterFault(.wrongMAC))
    #expect(throws: ScriptError.wrongMAC) {
      try terminal.exchange(terminal.swiped(.sale, 100))
    }
    #expect(terminal.center.ledger.bookings.count == 5)
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a fault waits for the types it is meant for, and may stick`() throws {
    let terminal = try signedIn()
    let code = try #require(ResponseCode("96"))
    terminal.center.inject(CenterFault(.respond(code), types: [.financialRequest], count: 2))
    terminal.center.inject(
      CenterFault(.respond(code), types: [.networkManagementAdvice], count: nil))
    let echo = terminal.management(.networkManagementAdvice, "301")
    for _ in 0..<5 { #expect(try terminal.exchange(echo).text(of: 39) == "96") }
    for expected in ["96", "96", "00"] {
      #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == expected)
    }
    #expect(terminal.center.waitingFaults.count == 1)
    terminal.center.clearFaults()
    #expect(try terminal.exchange(echo).text(of: 39) == "00")
    #expect(terminal.balance == 99_900)
  }

  @Test func `a header may ask for something, once or always`() throws {
    let terminal = try signedIn()
    func requirement() throws -> ProcessingRequirement {
      let echo = terminal.management(.networkManagementAdvice, "301")
      guard case .send(let bytes, _) = try #require(try terminal.actions(echo).first) else {
        throw ScriptError.noAnswer
      }
      return try CenterFrame(payload: bytes.dropFirst(2)).header.processingRequirement
    }
    #expect(try requirement() == .none)
    terminal.center.inject(CenterFault(.require(.signIn)))
    #expect(try requirement() == .signIn)
    #expect(try requirement() == .none)
    terminal.center.configuration.processingRequirement = .downloadParameters
    #expect(try requirement() == .downloadParameters)
  }
}
