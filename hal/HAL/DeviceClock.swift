/// The only source of time: the loop's clock in the firmware, a virtual one in the simulator.
public protocol DeviceClock: AnyObject {
  /// Time since some fixed point of this run; never goes back, and decides every time-out.
  var uptime: Duration { get }
  /// What the calendar says: a label on slips and messages, never a reason for a decision on money.
  var wallClock: WallClockReading { get }
  /// Sets the calendar, as a sign-in answer does.
  func setWallClock(secondsSince1970: Int)
  /// Calls `action` on the loop once, when the delay is over; a negative delay counts as none.
  @discardableResult
  func setTimer(after delay: Duration, _ action: @escaping () -> Void) -> TimerIdentifier
  /// Forgets a timer; one that fired already is ignored.
  func cancelTimer(_ timer: TimerIdentifier)
}

extension DeviceClock {
  /// How long it is until the uptime is a whole number of seconds again: more than zero.
  ///
  /// Whoever does something every second does it then: the terminal wakes up once for all of it.
  public var timeToNextSecond: Duration {
    let (_, attoseconds) = uptime.components
    return .seconds(1) - Duration(secondsComponent: 0, attosecondsComponent: attoseconds)
  }

  /// Parks the caller for a while.
  public func sleep(for delay: Duration) async {
    await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      setTimer(after: delay) { continuation.resume() }
    }
  }
}

/// A reading of the calendar and how far it may be believed.
public struct WallClockReading: Hashable, Sendable {
  /// Where a calendar got its time from, worst first.
  public enum Trust: Int, Hashable, Sendable, Comparable {
    /// Nobody has set it since power-on, and it has no battery.
    case none
    /// A clock with a battery.
    case battery
    /// The center's answer to a sign-in.
    case center

    /// Worse before better.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// Seconds since 1970-01-01 00:00:00 in the terminal's own zone.
  public var secondsSince1970: Int
  /// How far to believe it.
  public var trust: Trust

  /// Puts a reading together.
  public init(secondsSince1970: Int, trust: Trust) {
    self.secondsSince1970 = secondsSince1970
    self.trust = trust
  }
}

/// A timer that was set.
public struct TimerIdentifier: Hashable, Sendable {
  /// Unique for one clock and one run.
  public let number: UInt64
  /// Wraps a number that the clock chose.
  public init(_ number: UInt64) { self.number = number }
}

/// A source of numbers that nobody can guess; seeded and reproducible in the simulator.
public protocol EntropySource: AnyObject {
  /// Fresh random bytes.
  func randomBytes(_ count: Int) -> [UInt8]
}

/// What the board knows about its supply.
public protocol PowerSupply: AnyObject {
  /// Whether the power is going away: the firmware starts nothing new and stops.
  var isFailing: Bool { get }
  /// Whether it can be asked; nil on a board that has nothing to ask.
  ///
  /// A supply that can't be asked never fails.
  var isAvailable: Bool? { get }
}
