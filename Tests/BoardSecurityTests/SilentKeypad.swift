import HAL

/// A keypad that nobody touches.
final class SilentKeypad: Keypad {
  let name = DeviceName("keypad")
  let isAvailable = true
  func attach(to sink: any DeviceEventSink) {}
  func hold(_ handler: @escaping (Key) -> Void) {}
  func release() {}
}
