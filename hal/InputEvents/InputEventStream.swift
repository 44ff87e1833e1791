import CLinux

/// Bytes of an input device to events.
///
/// On the wire: `struct input_event`, the time in two machine words (seconds, microseconds), then
/// type and code (two bytes each) and value (four), in the machine's byte order. When the kernel's
/// buffer has run over, it says so and goes on in the middle of a packet: what is left of that is
/// dropped.
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
      let event = rest.withUnsafeBytes { Self.event(in: $0, at: start) }
      start += Self.eventSize
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
    let (seconds, attoseconds) = event.time.components
    var bytes = [UInt8](repeating: 0, count: eventSize)
    bytes.withUnsafeMutableBytes { buffer in
      buffer.storeBytes(of: Int(truncatingIfNeeded: seconds), toByteOffset: 0, as: Int.self)
      buffer.storeBytes(
        of: Int(attoseconds / 1_000_000_000_000), toByteOffset: tail / 2, as: Int.self)
      buffer.storeBytes(of: event.type, toByteOffset: tail, as: UInt16.self)
      buffer.storeBytes(of: event.code, toByteOffset: tail + 2, as: UInt16.self)
      buffer.storeBytes(of: event.value, toByteOffset: tail + 4, as: Int32.self)
    }
    return bytes
  }

  /// Where the time ends.
  private static let tail = eventSize - 8

  private static func event(in bytes: UnsafeRawBufferPointer, at start: Int) -> InputEvent {
    let seconds = bytes.loadUnaligned(fromByteOffset: start, as: Int.self)
    let microseconds = bytes.loadUnaligned(fromByteOffset: start + tail / 2, as: Int.self)
    let end = start + tail
    return InputEvent(
      type: bytes.loadUnaligned(fromByteOffset: end, as: UInt16.self),
      code: bytes.loadUnaligned(fromByteOffset: end + 2, as: UInt16.self),
      value: bytes.loadUnaligned(fromByteOffset: end + 4, as: Int32.self),
      time: .seconds(seconds) + .microseconds(microseconds))
  }
}
