package import HAL

/// Lets one caller at a time through, in the order in which they came.
///
/// A driver with one line to its device puts it before each conversation. Everything happens on one
/// loop; it is not for use between threads.
package final class Turnstile {
  private let clock: any DeviceClock
  private var isTaken = false
  private var waiting: [(id: UInt64, end: (Bool) -> Void)] = []
  private var nextID: UInt64 = 0

  /// Makes a free turnstile whose time-outs run on `clock`.
  package init(clock: any DeviceClock) { self.clock = clock }

  /// Waits for its turn; false when it does not come in time.
  ///
  /// After true, call `leave`.
  package func enter(timeout: Duration) async -> Bool {
    if !isTaken {
      isTaken = true
      return true
    }
    return await withUnsafeContinuation { (continuation: UnsafeContinuation<Bool, Never>) in
      nextID += 1
      let id = nextID
      let timer = clock.setTimer(after: timeout) { [self] in
        waiting.removeAll { $0.id == id }
        continuation.resume(returning: false)
      }
      waiting.append(
        (
          id,
          { [clock] isTurn in
            clock.cancelTimer(timer)
            continuation.resume(returning: isTurn)
          }
        ))
    }
  }

  /// Lets the next one through.
  package func leave() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().end(true) }
  }
}
