import HAL
import PaymentTypes

/// One run through the steps of a scenario.
struct ScenarioPass {
  /// How often an expectation looks again.
  private static let pause = Duration.milliseconds(20)

  private let world: BenchWorld
  /// Screens before this one have been dealt with.
  private var firstScreen = 1

  /// Starts on a counter whose terminal is off.
  init(world: BenchWorld) { self.world = world }

  /// Takes a step; gives why it failed.
  mutating func take(_ step: ScenarioStep) async -> ScenarioReport.Failure? {
    switch step.command {
    case .perform(let action):
      firstScreen = await world.screenCount
      do throws(BenchProblem) {
        try await world.perform(action)
        return nil
      } catch {
        return ScenarioReport.Failure(expected: "to do it", seen: error.description)
      }
    case .wait(let duration):
      await world.pause(duration)
      return nil
    case .expect(let expectation, let patience):
      return await wait(for: expectation, patience: patience)
    }
  }

  private mutating func wait(
    for expectation: ScenarioExpectation, patience: Duration
  ) async -> ScenarioReport.Failure? {
    // A violation does not go away by waiting.
    let end = ContinuousClock.now + (expectation == .noViolations ? .zero : patience)
    while true {
      let seen = await look(for: expectation)
      guard let seen else { return nil }
      guard ContinuousClock.now < end else {
        let expected =
          expectation == .noViolations
          ? "\(expectation)" : "\(expectation), within \(patience.formattedSeconds)"
        return ScenarioReport.Failure(expected: expected, seen: seen)
      }
      await world.pause(Self.pause)
    }
  }

  /// What is seen instead of what is expected; nil when it is as expected.
  private mutating func look(for expectation: ScenarioExpectation) async -> String? {
    switch expectation {
    case .screen(let pattern): return await look(for: pattern)
    case .slip(let pattern): return await look(for: pattern)
    case .terminal(let counts): return await look(for: counts)
    case .center(let counts): return await look(for: counts)
    case .balance(let card, let minorUnits):
      let balance = await world.balance(of: card)
      return balance == minorUnits ? nil : "a balance of \(Self.amount(balance))"
    case .booksAgree: return await lookAtBooks()
    case .noViolations:
      let violations = await world.violations()
      return violations.isEmpty ? nil : violations.joined(separator: "; ")
    case .power(let isOn):
      let isRunning = await world.isPowered
      return isRunning == isOn ? nil : isRunning ? "the terminal is on" : "the terminal is off"
    }
  }

  private mutating func look(for pattern: ScreenPattern) async -> String? {
    let screens = await world.screens(from: firstScreen)
    if let screen = screens.first(where: { pattern.fits($0.content) }) {
      firstScreen = screen.number
      return nil
    }
    if let problem = await world.lastProblem { return problem }
    return screens.last?.summary ?? "no screen"
  }

  private func look(for pattern: SlipPattern) async -> String? {
    let slips = await world.slips
    if let count = pattern.count, slips.count != count { return "\(slips.count) slips" }
    if pattern.texts.isEmpty, pattern.absentTexts.isEmpty { return nil }
    guard let slip = slips.last else { return "no slip" }
    let lines = slip.lines.joined(separator: " | ")
    let isRight =
      pattern.texts.allSatisfy { slip.text.contains($0) }
      && !pattern.absentTexts.contains { slip.text.contains($0) }
    return isRight ? nil : "slip \(slip.number) “\(lines)”"
  }

  private func look(for counts: [ScenarioExpectation.TerminalCount: Int]) async -> String? {
    guard await world.askForBooks() else { return "no answer from the terminal's control socket" }
    let rows = await world.bookRows()
    return Self.difference(counts) { count in rows.count { count.includes($0) } }
  }

  private func look(for counts: [ScenarioExpectation.CenterCount: Int]) async -> String? {
    let rows = await world.bookRows()
    return Self.difference(counts) { count in rows.count { count.includes($0) } }
  }

  private func lookAtBooks() async -> String? {
    guard await world.askForBooks() else { return "no answer from the terminal's control socket" }
    let apart = await world.bookRows().filter { !$0.isAgreed }
    guard !apart.isEmpty else { return nil }
    return apart.map { row in
      let terminal = row.terminal?.rawValue ?? "nothing"
      return "trace \(row.trace): terminal \(terminal), center \(row.center?.rawValue ?? "nothing")"
    }.joined(separator: "; ")
  }

  private static func difference<Count: RawRepresentable & CaseIterable & Hashable>(
    _ expected: [Count: Int], _ seen: (Count) -> Int
  ) -> String? where Count.RawValue == String {
    let wrong = Count.allCases.filter { count in expected[count].map { $0 != seen(count) } ?? false
    }
    guard !wrong.isEmpty else { return nil }
    return wrong.map { "\($0.rawValue) \(seen($0))" }.joined(separator: ", ")
  }

  private static func amount(_ minorUnits: Int?) -> String {
    minorUnits.flatMap { TransactionAmount(minorUnits: $0)?.text } ?? "nothing"
  }
}

extension ScreenPattern {
  /// Whether a screen fits every part that is given.
  func fits(_ content: DisplayContent) -> Bool {
    if let identifier, identifier != content.identifier { return false }
    if let caption, !content.status.text.contains(caption) { return false }
    if let title, !content.title.contains(title) { return false }
    let body = content.lines.map(\.text) + [content.hint]
    return texts.allSatisfy { text in body.contains { $0.contains(text) } }
  }
}

extension ScenarioExpectation.TerminalCount {
  /// Whether a row counts.
  fileprivate func includes(_ row: BookRow) -> Bool {
    switch self {
    case .approved: row.terminal == .approved && !row.isVoid && !row.isVoided
    case .declined: row.terminal == .declined
    case .reversed: row.terminal == .reversed
    case .unknown: row.terminal == .open || row.terminal == .reversalDue
    case .voids: row.terminal == .approved && row.isVoid
    }
  }
}

extension ScenarioExpectation.CenterCount {
  /// Whether a row counts; a void is counted by what it voided.
  fileprivate func includes(_ row: BookRow) -> Bool {
    switch self {
    case .booked: row.center == .booked && !row.isVoid
    case .reversed: row.center == .reversed
    case .voided: row.center == .voided
    }
  }
}
