import CLinux

/// Bytes of an input device to events.
///
/// The kernel writes `struct input_event`, whose size depends on the machine. When its buffer has
/// run over, it says so and goes on in the middle of a packet: what is left of that is dropped.
package struct InputEventStream {
  /// The bytes of an event on this machine.
  package static let eventSize = MemoryLayout<input_event>.size

  private var rest: [UInt8] = []
  private var isDropping = false

  /// Starts at the beginning of an event.
  package init() {}

  /// The events that are whole by now; half of one is kept for the next call.
  package mutating func events(in bytes: [UInt8]) -> [InputEvent] {
    rest += bytes
    var events: [InputEvent] = []
    var start = 0
    while rest.count - start >= Self.eventSize {
      let raw = rest.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: input_event.self) }
      start += Self.eventSize
      let event = InputEvent(raw)
      if event.isLoss {
        isDropping = true
        events.append(event)
      } else if !isDropping {
        events.append(event)
      } else if event.type == InputEvent.synchronization, event.code == UInt16(SYN_REPORT) {
        isDropping = false
      }
    }
    rest.removeFirst(start)
    return events
  }

  /// The bytes of an event, as a program writes them to a device; the kernel sets the time.
  package static func bytes(of event: InputEvent) -> [UInt8] {
    var raw = input_event()
    (raw.type, raw.code, raw.value) = (event.type, event.code, event.value)
    let (seconds, attoseconds) = event.time.components
    raw.time.tv_sec = numericCast(seconds)
    raw.time.tv_usec = numericCast(attoseconds / 1_000_000_000_000)
    return withUnsafeBytes(of: raw) { Array($0) }
  }
}

extension InputEvent {
  fileprivate init(_ raw: input_event) {
    self.init(
      type: raw.type, code: raw.code, value: raw.value,
      time: .seconds(raw.time.tv_sec) + .microseconds(raw.time.tv_usec))
  }
}
