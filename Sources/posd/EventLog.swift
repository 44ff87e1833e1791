import CenterProtocol
import Connectivity
import Firmware
import Glibc
import HAL
import ISO8583
import JSONText
import Ledger
import PaymentTypes
import TerminalFlows

/// Writes what happens to standard error, one JSON object a line.
///
/// Messages go through the inspection that masks card numbers and tracks; nothing else that is
/// secret reaches an event.
final class EventLog {
  private let clock: any DeviceClock

  init(clock: any DeviceClock) { self.clock = clock }

  /// Writes an event of the firmware.
  func write(_ event: TraceEvent) {
    switch event {
    case .sent(let message): write("sent", members(of: message))
    case .received(let message): write("received", members(of: message))
    case .droppedForeignAnswer(let message): write("dropped", members(of: message))
    case .unreadableAnswer(let error): write("unreadable", [.init("error", .string("\(error)"))])
    case .connectionFailed(let cause): write("connection-failed", members(of: cause))
    case .ladder(let rung, let cause):
      write(
        "ladder",
        [.init("rung", .string(rung.identifier))] + (cause.map { members(of: $0) } ?? []))
    case .screen(let identifier): write("screen", [.init("screen", .string(identifier))])
    case .outcome(let identity, let outcome):
      write(
        "outcome", members(of: identity) + [.init("outcome", .string(outcome))])
    case .ledgerFailed(let error): write("ledger-failed", [.init("error", .string("\(error)"))])
    case .slip(let identity, let copy, let isPrinted):
      write(
        "slip",
        (identity.map { members(of: $0) } ?? []) + [
          .init("copy", .string(copy == .merchant ? "merchant" : "cardholder")),
          .init("printed", .boolean(isPrinted)),
        ])
    }
  }

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

  private func members(of message: Message) -> [JSONValue.Member] {
    let inspection = MessageInspection(message.encoded)
    let fields = inspection.fields.sorted { $0.key < $1.key }.map {
      JSONValue.Member(String($0.key), .string($0.value))
    }
    return [.init("mti", .string(message.type.text)), .init("fields", .object(fields))]
  }

  private func members(of cause: TroubleCause) -> [JSONValue.Member] {
    let advice = cause.advice(.english)
    return [.init("code", .string(advice.code)), .init("trouble", .string(advice.what))]
  }

  private func members(of identity: TransactionIdentity) -> [JSONValue.Member] {
    [
      .init("batch", .string(identity.batch.text)), .init("trace", .string(identity.trace.text)),
    ]
  }
}
