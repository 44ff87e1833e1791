import EventLoop
import HAL
import PaymentTypes

/// The calendar of the machine on which the tool runs.
enum WallClock {
  /// Now.
  static var now: CivilTime {
    CivilTime(secondsSince1970: EventLoop().wallClock.secondsSince1970)
  }
}
