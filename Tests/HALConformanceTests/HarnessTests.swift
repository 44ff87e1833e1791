import EventLoop
import HAL
import HALConformance
import Testing

/// The suite's own tools: a check that fails must be seen to fail.
@Suite struct HarnessTests {
  @Test func `a failed requirement says what was seen and where`() {
    #expect(throws: ConformanceFailure.self) { try requireEqual(1, 2) }
    do {
      try requireEqual("no event", "a card")
    } catch {
      #expect(error.description.hasPrefix("no event, not a card (HALConformanceTests/"))
    }
    #expect(throws: Never.self) { try requireEqual(1, 1) }
  }

  @Test func `a recorder tells an event from another one and from none`() throws {
    try EventLoop.run { loop in
      let events = EventRecorder(clock: loop)
      let reader = DeviceName("ic")
      events.post(.cardInserted(reader))
      try await events.expect(.cardInserted(reader))
      try await events.expectNone(for: .milliseconds(1))
      events.post(.cardRemoved(reader))
      await #expect(throws: ConformanceFailure.self) {
        try await events.expect(.cardInserted(reader))
      }
      await #expect(throws: ConformanceFailure.self) {
        try await events.expect(.cardInserted(reader), within: .milliseconds(1))
      }
      events.post(.deviceLost(reader))
      await #expect(throws: ConformanceFailure.self) {
        try await events.expectNone(for: .milliseconds(1))
      }
    }
  }

  /// A device that nobody can pull.
  private enum Fixture: Level {
    case undeclared
    case declared
    case elsewhere

    var testDescription: String { "a fixture" }
    var availability: LevelAvailability {
      self == .elsewhere ? .missing(why: "it is elsewhere") : .available
    }
    var absentHands: Set<String> { self == .declared ? ["nobody can pull it"] : [] }
    func makeRig(on loop: EventLoop) -> Bool { true }
  }

  @Test(arguments: [Fixture.undeclared, .elsewhere])
  private func `a check that can't be tried is a failure where all must run`(
    level: Fixture
  ) throws {
    let pull = ConformanceCheck<Bool>("it is pulled") { _ in
      throw HandsMissing("nobody can pull it")
    }
    try withKnownIssue {
      try level.run(pull, isComplete: true)
    } matching: { issue in
      "\(issue)".contains("in CI every check must run")
    }
  }

  @Test func `hands that a level says it has not leave a check out, in CI too`() throws {
    // It ends here, cancelled: a failure would be seen.
    try Fixture.declared.run(
      ConformanceCheck("it is pulled") { _ in throw HandsMissing("nobody can pull it") },
      isComplete: true)
    Issue.record("the check counts as done")
  }
}
