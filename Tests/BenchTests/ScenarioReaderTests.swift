import Bench
import HAL
import ISO8583
import PaymentTypes
import TestCenter
import Testing
import YAMLDocument

@Suite struct ScenarioReaderTests {
  private static let sales: Set<MessageType> = [.financialRequest]

  private let reader = ScenarioReader(cards: [CardIdentifier("credit"), CardIdentifier("stripe")])

  private func commands(_ steps: String) throws -> [ScenarioStep.Command] {
    let text = "name: x\nsteps:\n" + steps
    return try reader.parse(Array(text.utf8), file: "a.yaml").steps.map(\.command)
  }

  private func message(_ text: String) -> String {
    do {
      _ = try reader.parse(Array(text.utf8), file: "a.yaml")
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func `a scenario has a name, settings and steps with their lines`() throws {
    let text = """
      name: a day
      about: from morning to evening
      settings:
        center.answer-timeout-seconds: 5
        language: en
      steps:
        - power-on
        - press: 12 enter 3 cancel
      """
    let scenario = try reader.parse(Array(text.utf8), file: "a.yaml")
    #expect(scenario.name == "a day")
    #expect(scenario.about == "from morning to evening")
    #expect(scenario.settings == ["center.answer-timeout-seconds=5", "language=en"])
    #expect(scenario.steps.map(\.line) == [7, 8])
    #expect(scenario.steps.map(\.text) == ["power-on", "press: 12 enter 3 cancel"])
    #expect(
      scenario.steps.last?.command
        == .perform(.press([.digit(1), .digit(2), .enter, .digit(3), .cancel])))
  }

  @Test func `every action has its word`() throws {
    let steps = """
        - cut-power: after-send
        - insert-card: credit
        - remove-card
        - swipe-card: stripe
        - pull-sim
        - insert-sim
        - signal: -95
        - tear-network
        - restore-network
        - stop-center
        - start-center
        - clear-fault
        - take-paper
        - paper-ends-after: 12
        - load-paper
        - open-cover
        - close-cover
        - wait: 1.5
      """
    let actions: [BenchAction] = [
      .cutPower(.afterSend), .insertCard(CardIdentifier("credit")), .removeCard,
      .swipeCard(CardIdentifier("stripe")), .pullSIM, .insertSIM, .setSignal(-95), .tearNetwork,
      .restoreNetwork, .stopCenter, .startCenter, .faultCenter(nil), .takePaper,
      .endPaper(afterLines: 12), .loadPaper, .openCover, .closeCover,
    ]
    #expect(
      try commands(steps) == actions.map { .perform($0) } + [.wait(.milliseconds(1500))])
  }

  @Test(arguments: [
    ("drop-after-booking", CenterFault(.dropAnswer(.staysOpen), types: sales)),
    (
      "{kind: drop-before-booking, count: 3}",
      CenterFault(.dropRequest(.staysOpen), types: sales, count: 3)
    ),
    ("reset-before-booking", CenterFault(.dropRequest(.resets), types: sales)),
    ("reset-after-booking", CenterFault(.dropAnswer(.resets), types: sales)),
    ("{kind: delay, seconds: 8}", CenterFault(.delayAnswer(.seconds(8)), types: sales)),
    (
      "{kind: hold-request, seconds: 0.5}",
      CenterFault(.holdRequest(.milliseconds(500)), types: sales)
    ),
    (
      "{kind: duplicate, seconds: 2}",
      CenterFault(.duplicateAnswer(after: .seconds(2)), types: sales)
    ),
    (
      "{kind: cut, bytes: 20, message: reversal}",
      CenterFault(.cutAnswer(byteCount: 20), types: [.reversalRequest])
    ),
    ("{kind: wrong-mac, message: any}", CenterFault(.wrongMAC)),
    (
      "{kind: missing-mac, message: settlement}",
      CenterFault(.omitMAC, types: [.reconciliationRequest])
    ),
    ("wrong-trace", CenterFault(.wrongTraceNumber, types: sales)),
    (
      "{kind: wrong-terminal, message: sign-in}",
      CenterFault(.wrongTerminal, types: [.networkManagementRequest])
    ),
    (
      "{kind: wrong-amount, message: echo}",
      CenterFault(.wrongAmount, types: [.networkManagementAdvice])
    ),
  ])
  func `every fault has its word`(text: String, fault: CenterFault) throws {
    #expect(try commands("  - fault-center: \(text)\n") == [.perform(.faultCenter(fault))])
  }

  @Test func `a center that answers with a code is told which`() throws {
    let code = try #require(ResponseCode("91"))
    let fault = CenterFault(.respond(code), types: Self.sales)
    #expect(
      try commands("  - fault-center: {kind: respond, code: '91'}\n")
        == [.perform(.faultCenter(fault))])
  }

  @Test func `expectations say what and how long`() throws {
    let steps = """
        - expect-screen: idle
        - {expect-screen: {screen: idle, caption: 可交易, title: 联机, contains: [a, b]}, within: 30}
        - expect-slip: {count: 2, contains: 消费, lacks: [重打印]}
        - expect-terminal: {approved: 1, unknown: 0}
        - expect-center: {booked: 2}
        - expect-balance: {card: credit, amount: 12.3}
        - expect-books-agree
        - expect-no-violations
        - expect-power: off
      """
    let expectations: [ScenarioExpectation] = [
      .screen(ScreenPattern(identifier: "idle")),
      .screen(ScreenPattern(identifier: "idle", caption: "可交易", title: "联机", texts: ["a", "b"])),
      .slip(SlipPattern(count: 2, texts: ["消费"], absentTexts: ["重打印"])),
      .terminal([.approved: 1, .unknown: 0]), .center([.booked: 2]),
      .balance(CardIdentifier("credit"), minorUnits: 1230), .booksAgree, .noViolations,
      .power(isOn: false),
    ]
    let expected = expectations.enumerated().map { index, expectation in
      ScenarioStep.Command.expect(expectation, within: .seconds(index == 1 ? 30 : 10))
    }
    #expect(try commands(steps) == expected)
  }

  @Test(arguments: [
    ("name: x\n", "a.yaml:1: steps: expected a value for “steps”, found nothing"),
    ("name: x\nsteps: []\n", "a.yaml:2: steps: expected at least one step, found a list"),
    ("name: x\nsteps:\n  - dance\n", "a.yaml:3: steps[0]: expected one of power-on, cut-power"),
    ("name: x\nsteps:\n  - dance: fast\n", "a.yaml:3: steps[0].dance: expected one of power-on"),
    (
      "name: x\nsteps:\n  - insert-card: gold\n",
      "a.yaml:3: steps[0].insert-card: expected one of the cards credit, stripe, found “gold”"
    ),
    (
      "name: x\nsteps:\n  - press: 1 2 ok\n", "expected digits and enter, cancel, clear, menu"
    ),
    ("name: x\nsteps:\n  - press: ''\n", "a.yaml:3: steps[0].press: expected digits and enter"),
    ("name: x\nsteps:\n  - {press: 1, wait: 2}\n", "expected one word and its value"),
    ("name: x\nsteps:\n  - {press: 1, within: 2}\n", "expected nothing, as only expectations wait"),
    (
      "name: x\nsteps:\n  - wait: 0\n",
      "a.yaml:3: steps[0].wait: expected seconds from 0.001 to 300"
    ),
    ("name: x\nsteps:\n  - wait: 1.2345\n", "steps[0].wait: expected seconds"),
    ("name: x\nsteps:\n  - wait\n", "a.yaml:3: steps[0]: expected seconds"),
    ("name: x\nsteps:\n  - pull-sim: 2\n", "expected nothing after pull-sim, found “2”"),
    ("name: x\nsteps:\n  - cut-power\n", "expected one of now, after-intent, after-send"),
    ("name: x\nsteps:\n  - fault-center: delay\n", "expected a mapping with kind and seconds"),
    ("name: x\nsteps:\n  - fault-center: {kind: cut}\n", "expected a value for “bytes”"),
    (
      "name: x\nsteps:\n  - fault-center: {kind: wrong-mac, code: '91'}\n",
      "a.yaml:3: steps[0].fault-center.code: expected one of kind, message, count"
    ),
    ("name: x\nsteps:\n  - fault-center: {kind: respond, code: 5}\n", "a response code of two"),
    ("name: x\nsteps:\n  - expect-terminal: {}\n", "expected one of approved, declined, reversed"),
    ("name: x\nsteps:\n  - expect-screen: {}\n", "expected screen, caption, title or contains"),
    ("name: x\nsteps:\n  - expect-slip: {}\n", "expected count, contains or lacks"),
    ("name: x\nsteps:\n  - expect-balance: {card: credit, amount: 1.234}\n", "an amount such as"),
    ("name: x\nsteps:\n  - expect-power: half\n", "expected one of on, off, found “half”"),
    ("name: x\nsteps:\n  - [1]\n", "a.yaml:3: steps[0]: expected a step, found a list"),
    ("name: x\nsettings: {language: [a]}\nsteps: [power-on]\n", "language: expected a text"),
  ])
  func `what is wrong is named with file, line and word`(text: String, expected: String) {
    #expect(message(text).contains(expected), "\(message(text))")
  }

  @Test(arguments: ScenarioReader.words) func `every listed word is known`(word: String) {
    let seen = message("name: x\nsteps:\n  - \(word): {}\n")
    #expect(!seen.contains("expected one of power-on, cut-power"), "\(seen)")
  }
}
