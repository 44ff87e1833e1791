import Glibc

/// How long a storm is, and how to have the same one again.
///
/// `LIANJI_STORM` is the number of events of every storm, `LIANJI_SEED` what they are drawn from:
/// `make storm` runs them all with 10,000.
package struct StormOrder: Hashable, Sendable, CustomStringConvertible {
  /// How many things happen.
  package let events: Int
  /// What they are drawn from.
  package let seed: UInt64

  /// A storm of as many events as the variable says, or as is usual.
  package init(usually events: Int) {
    self.events = Self.number("LIANJI_STORM").map { Int(clamping: max(1, $0)) } ?? events
    seed = Self.number("LIANJI_SEED") ?? 1
  }

  /// How to have it again.
  package var description: String { "LIANJI_STORM=\(events) LIANJI_SEED=\(seed)" }

  private static func number(_ variable: String) -> UInt64? {
    getenv(variable).flatMap { UInt64(String(cString: $0)) }
  }
}
