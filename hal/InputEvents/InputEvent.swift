import CLinux

/// Something that an input device of the kernel reported (evdev): a key that went down, say.
///
/// Its text form says nothing: what is typed may be a PIN or a card number.
package struct InputEvent: Hashable, Sendable {
  /// What kind it is: `InputEvent.key` and so on.
  package var type: UInt16
  /// Which key, of those in linux/input-event-codes.h.
  package var code: UInt16
  /// For a key 1 when it goes down, 0 when it comes up, 2 when it repeats itself.
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

  /// Whether a key went down, by a finger and not by repeating itself.
  package var isPress: Bool { type == Self.key && value == 1 }

  /// Whether events before this one were lost.
  package var isLoss: Bool { type == Self.synchronization && code == Self.lossCode }
}

extension InputEvent: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String { "an input event" }
  package var debugDescription: String { description }
}
