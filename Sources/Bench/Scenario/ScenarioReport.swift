/// What came of a scenario.
package struct ScenarioReport: Hashable, Sendable {
  /// What came of one step.
  package struct Step: Hashable, Sendable {
    /// The step.
    package var step: ScenarioStep
    /// How long it took.
    package var duration: Duration
    /// Why it failed; nil when it did not.
    package var failure: Failure?
  }

  /// Why a step failed.
  package struct Failure: Hashable, Sendable {
    /// What should have been.
    package var expected: String
    /// What was.
    package var seen: String
  }

  /// The scenario.
  package var scenario: Scenario
  /// The steps that were taken; after the first that fails no other is.
  package var steps: [Step] = []

  /// Whether every step was taken and every expectation held.
  package var isSuccessful: Bool {
    steps.count == scenario.steps.count && steps.allSatisfy { $0.failure == nil }
  }

  /// The failure with file and line; nil when there is none.
  package var failureText: String? {
    guard let step = steps.last, let failure = step.failure else { return nil }
    return """
      \(scenario.file):\(step.step.line): \(step.step.text)
        expected: \(failure.expected)
        seen:     \(failure.seen)
      """
  }

  /// One line for each step: line, verdict, time, words.
  package var table: String {
    steps.map { Self.row($0) + "\n" }.joined()
  }

  /// One line of the table.
  package static func row(_ step: Step) -> String {
    let line = String(step.step.line)
    let seconds = step.duration.formattedSeconds
    return String(repeating: " ", count: max(0, 5 - line.count)) + line
      + (step.failure == nil ? "  ok    " : "  FAILED")
      + String(repeating: " ", count: max(0, 9 - seconds.count)) + seconds + "  "
      + step.step.text
  }
}

extension Duration {
  /// Seconds with two decimals.
  package var formattedSeconds: String {
    let hundredths = Int(self / .milliseconds(10))
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) s"
  }
}
