import EventLoop
import HALConformance
import Testing

/// A way to have a device of some kind: mocked, or emulated beneath the real driver.
protocol Level: CaseIterable, Sendable, CustomTestStringConvertible {
  associatedtype Rig
  /// Whether this machine has what the level needs.
  var availability: LevelAvailability { get }
  /// The hands that its rig has not, in the words of `HandsMissing`; checks that need them are left
  /// out, and those that need any others fail in CI.
  var absentHands: Set<String> { get }
  /// A fresh device and the hands that work it; nobody else has it.
  func makeRig(on loop: EventLoop) async throws -> Rig
}

extension Level {
  var absentHands: Set<String> { [] }

  /// Tries the check on a fresh device, on a loop of its own.
  ///
  /// `isComplete` says whether whatever can't be tried is a failure.
  func run(_ check: ConformanceCheck<Rig>, isComplete: Bool = isContinuousIntegration) throws {
    if case .missing(let why) = availability {
      try leaveOut(why, isFailure: isComplete)
      return
    }
    do {
      try EventLoop.run { loop in
        try await check.run(on: makeRig(on: loop))
      }
    } catch let missing as HandsMissing {
      let isDeclared = absentHands.contains(missing.description)
      try leaveOut(missing.description, isFailure: isComplete && !isDeclared)
    }
  }

  private func leaveOut(_ why: String, isFailure: Bool) throws {
    if isFailure {
      Issue.record("in CI every check must run; \(testDescription): \(why)")
    } else {
      try Test.cancel("SKIPPED, \(testDescription): \(why)")
    }
  }
}

/// Whether a suite runs: where CI lacks what it needs, its tests fail rather than vanish.
func isReady(_ availability: LevelAvailability) -> Bool {
  availability == .available || isContinuousIntegration
}

/// What a suite that does not run says.
func whyNot(_ availability: LevelAvailability) -> Comment {
  if case .missing(let why) = availability { "SKIPPED: \(why)" } else { "it runs" }
}

extension ConformanceCheck: CustomTestStringConvertible {
  /// The sentence.
  package var testDescription: String { sentence }
}
