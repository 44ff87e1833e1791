import EventLoop
import Glibc

/// When it pays to look out for an answer on the loop, rather than to sleep until it is there.
///
/// An emulated card, or a security module on the board, answers within some microseconds; to sleep
/// and be woken by the card's thread costs a third as much again (measured: 36 µs and 48 µs a
/// command). A card on contacts takes milliseconds, and a busy processor has nobody to give the
/// answer while it looks out: so a look that was in vain is not tried again for a while, twice as
/// long each time. A board with a single processor never looks out.
struct Lookout {
  /// The longest look: what a quick card takes, and far below anything that a person or a loop
  /// sees.
  static let nanoseconds: Int64 = 60_000
  private static let longestPause = 1024

  private let hasOtherProcessor: Bool
  private var pause = 0
  private var callsToSkip = 0

  init(processorCount: Int = sysconf(Int32(_SC_NPROCESSORS_ONLN))) {
    hasOtherProcessor = processorCount > 1
  }

  /// Looks until the condition holds, if it is worth it.
  mutating func look(until condition: () -> Bool) {
    guard hasOtherProcessor else { return }
    if callsToSkip > 0 {
      callsToSkip -= 1
      return
    }
    DriverThread.lookOut(nanoseconds: Self.nanoseconds, until: condition)
    note(condition())
  }

  private mutating func note(_ isWorthwhile: Bool) {
    pause = isWorthwhile ? 0 : min(max(pause * 2, 1), Self.longestPause)
    callsToSkip = pause
  }
}
