import HAL

/// A moment by which several steps together have to be done.
struct Deadline {
  private let clock: any DeviceClock
  private let end: Duration?

  /// The moment `timeout` from now; nil for none.
  init(_ timeout: Duration?, clock: any DeviceClock) {
    self.clock = clock
    end = timeout.map { clock.uptime + $0 }
  }

  /// What is left, never negative; nil when there is no end.
  var remaining: Duration? { end.map { max(.zero, $0 - clock.uptime) } }

  /// Whether the moment has come.
  var hasPassed: Bool { remaining == .zero }
}
