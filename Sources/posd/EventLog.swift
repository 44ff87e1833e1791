import Firmware
import Glibc
import HAL
import JSONText
import PaymentTypes
import TerminalFlows

/// Writes what happens to standard error, one JSON object a line.
final class EventLog {
  private let clock: any DeviceClock

  init(clock: any DeviceClock) { self.clock = clock }

  /// Writes an event of the firmware.
  func write(_ event: TraceEvent) { write(event.name, event.members) }

  /// Writes an event of the program itself.
  func write(_ event: String, _ members: [JSONValue.Member] = []) {
    let milliseconds = Int(clock.uptime / .milliseconds(1))
    let time = CivilTime(secondsSince1970: clock.wallClock.secondsSince1970).text
    let line = JSONValue.object(
      [
        .init("uptime", .number(milliseconds)), .init("time", .string(time)),
        .init("event", .string(event)),
      ] + members)
    Self.writeToStandardError(line.text + "\n")
  }

  /// Writes all of a text; a reader that has gone is nobody's trouble.
  static func writeToStandardError(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
