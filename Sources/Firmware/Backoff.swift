package import HAL

/// When to try again what has failed: later each time, and never at the same time as others.
///
/// The delay doubles from the first to the limit; up to a fifth of it is added at random, so that a
/// hundred thousand terminals do not knock together after an outage.
package struct Backoff: Sendable {
  private let first: Duration
  private let limit: Duration
  private var delay: Duration
  private var due = Duration.zero

  /// Allows a try at once.
  package init(first: Duration, limit: Duration) {
    self.first = first
    self.limit = limit
    delay = first
  }

  /// When the next try is due, as an uptime.
  package var nextTry: Duration { due }

  /// Whether a try is due.
  package func isDue(at now: Duration) -> Bool { now >= due }

  /// A try has failed.
  package mutating func postpone(at now: Duration, entropy: any EntropySource) {
    let random = Int64(entropy.randomBytes(1).first ?? 0)
    due = now + delay + delay / 5 * Double(random) / 255
    delay = min(delay * 2, limit)
  }

  /// A try has succeeded, or something new gives hope.
  package mutating func reset() {
    delay = first
    due = .zero
  }
}
