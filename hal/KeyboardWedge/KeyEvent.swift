import CLinux

/// A key that went down or up, as the kernel tells it.
///
/// On the wire: `struct input_event`, the time in two machine words, then type and code (two bytes
/// each) and value (four), in the machine's byte order.
package struct KeyEvent: Hashable, Sendable {
  /// What happened to the key.
  package enum Action: Int32, Hashable, Sendable {
    /// It went up.
    case up = 0
    /// It went down.
    case down = 1
    /// It is held down, and the kernel repeats it.
    case held = 2
  }

  /// What a device says besides: between keys, and when it lost some.
  package enum Record: Hashable, Sendable {
    /// A key.
    case key(KeyEvent)
    /// The kernel's buffer was full: keys are missing before this one.
    case dropped
    /// Anything else.
    case other
  }

  /// The bytes of one event.
  package static let byteCount = MemoryLayout<input_event>.size

  /// When, on the monotonic clock.
  package var time: Duration
  /// Which key, by the kernel's number.
  package var code: UInt16
  /// What happened to it.
  package var action: Action

  /// Puts an event together.
  package init(time: Duration, code: UInt16, action: Action) {
    self.time = time
    self.code = code
    self.action = action
  }

  /// The whole events in bytes; a part of one at the end is left out.
  package static func records(_ bytes: [UInt8]) -> [Record] {
    bytes.withUnsafeBytes { buffer in
      stride(from: 0, through: buffer.count - byteCount, by: byteCount).map { start in
        record(UnsafeRawBufferPointer(rebasing: buffer[start..<start + byteCount]))
      }
    }
  }

  private static func record(_ bytes: UnsafeRawBufferPointer) -> Record {
    let tail = byteCount - 8
    let type = bytes.loadUnaligned(fromByteOffset: tail, as: UInt16.self)
    let code = bytes.loadUnaligned(fromByteOffset: tail + 2, as: UInt16.self)
    let value = bytes.loadUnaligned(fromByteOffset: tail + 4, as: Int32.self)
    if type == UInt16(EV_SYN), code == UInt16(SYN_DROPPED) { return .dropped }
    guard type == UInt16(EV_KEY), let action = Action(rawValue: value) else { return .other }
    let seconds = bytes.loadUnaligned(fromByteOffset: 0, as: Int.self)
    let microseconds = bytes.loadUnaligned(fromByteOffset: tail / 2, as: Int.self)
    return .key(
      KeyEvent(
        time: .seconds(seconds) + .microseconds(microseconds), code: code, action: action))
  }
}
