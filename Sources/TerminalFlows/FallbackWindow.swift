/// When a chip card may be swiped because its chip can't be read.
///
/// Only technical failures open it: no answer to reset, an impossible one, no answer to the first
/// command. A card that answers at all closes it, so that none that declined, or that is blocked,
/// can be swiped instead. It closes by itself after some time, and after one swipe.
/// Source: UnionPay POS, field 60.5 (reference 3.4); EMV 4.3 Book 4, 6.6.4.
package struct FallbackWindow: Hashable, Sendable {
  /// What an acquirer allows.
  package struct Rule: Hashable, Sendable {
    /// After how many failures in a row the stripe is taken, at least 1.
    package var failureCount: Int
    /// For how long after the last failure.
    package var duration: Duration

    /// Puts a rule together.
    package init(failureCount: Int, duration: Duration) {
      self.failureCount = max(1, failureCount)
      self.duration = duration
    }
  }

  private var failures = 0
  private var lastFailure: Duration?

  /// Closed, with no failure counted.
  package init() {}

  /// Counts a chip that could not be read; failures that are too old count no more.
  package mutating func noteFailure(at now: Duration, under rule: Rule?) {
    guard let rule else { return close() }
    if let lastFailure, now - lastFailure > rule.duration { failures = 0 }
    failures += 1
    lastFailure = now
  }

  /// Forgets all failures: a chip answered, or the stripe was used.
  package mutating func close() {
    failures = 0
    lastFailure = nil
  }

  /// Whether the stripe of a chip card may be used now.
  package func isOpen(at now: Duration, under rule: Rule?) -> Bool {
    guard let rule, let lastFailure else { return false }
    return failures >= rule.failureCount && now - lastFailure <= rule.duration
  }
}
