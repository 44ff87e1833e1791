import HAL
import USBHost

/// Keeps what a host told of one port.
final class PlugLog: USBDeviceObserver {
  private let portPath: String
  private let events: Mailbox<Bool>

  init(portPath: String, clock: any DeviceClock) {
    self.portPath = portPath
    events = Mailbox(clock: clock)
  }

  var isEmpty: Bool { events.isEmpty }

  func deviceArrived(_ device: USBDevice) { post(device, true) }
  func deviceLeft(_ device: USBDevice) { post(device, false) }

  /// Whether the device was plugged in or pulled; nil when nothing comes.
  func next() async -> Bool? { await events.next(timeout: .seconds(10)) }

  private func post(_ device: USBDevice, _ isThere: Bool) {
    if device.description.portPath == portPath { events.post(isThere) }
  }
}
