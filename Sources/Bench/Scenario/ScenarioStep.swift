/// One step of a scenario.
package struct ScenarioStep: Hashable, Sendable {
  /// What a step is.
  package enum Command: Hashable, Sendable {
    /// Do something to the counter.
    case perform(BenchAction)
    /// Let time pass.
    case wait(Duration)
    /// Go on when something is so; fail when it is not in time.
    case expect(ScenarioExpectation, within: Duration)
  }

  /// The line of the file, from 1.
  package var line: Int
  /// What it is, in the words of the file.
  package var text: String
  /// What it is.
  package var command: Command
}
