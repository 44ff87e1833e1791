/// A list of steps that a tester wrote, and what is expected after them.
package struct Scenario: Hashable, Sendable {
  /// The file that it came from.
  package var file: String
  /// What it is called.
  package var name: String
  /// What it shows.
  package var about: String?
  /// Values of the board profile for this scenario, as `KEY=VALUE`.
  package var settings: [String]
  /// In order.
  package var steps: [ScenarioStep]
}
