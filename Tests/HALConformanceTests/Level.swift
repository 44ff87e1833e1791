import EventLoop
import Foundation
import HALConformance
import Testing

/// A way to have a device of some kind: mocked, or emulated beneath the real driver.
protocol Level: CaseIterable, Sendable, CustomTestStringConvertible {
  associatedtype Rig
  /// Whether this machine has what the level needs.
  var availability: LevelAvailability { get }
  /// A fresh device and the hands that work it; nobody else has it.
  func makeRig(on loop: EventLoop) async throws -> Rig
}

extension Level {
  /// Tries the check on a fresh device, on a loop of its own.
  func run(_ check: ConformanceCheck<Rig>) throws {
    if case .missing(let why) = availability {
      if ProcessInfo.processInfo.environment["CI"] == "true" {
        Issue.record("in CI every level must run; \(testDescription): \(why)")
        return
      }
      try Test.cancel("SKIPPED, \(testDescription): \(why)")
    }
    do {
      try EventLoop.run { loop in
        try await check.run(on: makeRig(on: loop))
      }
    } catch let missing as HandsMissing {
      try Test.cancel("\(testDescription): \(missing)")
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
