import HAL

/// A keypad on which a test card's PIN is typed as soon as somebody holds it.
final class TypedKeypad: Keypad {
  let name = DeviceName("typed-pin")
  let isAvailable = true
  private let keys: [Key]

  /// Takes the digits of a PIN; other characters are left out.
  init(_ pin: String) {
    keys = pin.utf8.filter { (0x30...0x39).contains($0) }.map { .digit($0 - 0x30) } + [.enter]
  }

  func attach(to sink: any DeviceEventSink) {}

  func hold(_ handler: @escaping (Key) -> Void) {
    for key in keys { handler(key) }
  }

  func release() {}
}
