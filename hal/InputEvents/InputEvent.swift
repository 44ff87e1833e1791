import CLinux

/// Something that an input device of the kernel reported (evdev): a key that went down, say.
///
/// Its text form says nothing: what is typed may be a PIN or a card number.
package struct InputEvent: Hashable, Sendable {
  /// What kind it is: `InputEvent.key` and so on.
  package var type: UInt16
  /// Which key, of those in linux/input-event-codes.h.
  package var code: UInt16
  /// For a key `up`, `down` or `held`.
  package var value: Int32
  /// When the kernel got it, on the monotonic clock.
  package var time: Duration

  /// The type of what belongs to the stream itself.
  package static let synchronization = UInt16(EV_SYN)
  /// The type of keys.
  package static let key = UInt16(EV_KEY)
  /// The type of sounds, which a program sends to the device.
  package static let sound = UInt16(EV_SND)
  /// With `synchronization`: some events before this one were lost.
  package static let lossCode = UInt16(SYN_DROPPED)

  /// Puts an event together.
  package init(type: UInt16, code: UInt16, value: Int32, time: Duration = .zero) {
    self.type = type
    self.code = code
    self.value = value
    self.time = time
  }

  /// The value of a key that came up.
  package static let up: Int32 = 0
  /// The value of a key that went down.
  package static let down: Int32 = 1
  /// The value of a key that is held down and repeats itself.
  package static let held: Int32 = 2

  /// Whether a key went down, by a finger and not by repeating itself.
  package var isPress: Bool { type == Self.key && value == Self.down }

  /// Whether events before this one were lost.
  package var isLoss: Bool { type == Self.synchronization && code == Self.lossCode }
}

extension InputEvent: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { "an input event" }
  package var debugDescription: String { description }
}
