import MockDevices

/// An emulated device on whose line somebody can put a hand.
final class TappedDevice: EmulatedByteDevice {
  private let device: any EmulatedByteDevice
  /// Asked before the device gets bytes: how many of them it gets; the others are lost.
  var onBytes: (([UInt8]) -> Int)?

  init(_ device: any EmulatedByteDevice) { self.device = device }

  var onUnsolicited: (() -> Void)? {
    get { device.onUnsolicited }
    set { device.onUnsolicited = newValue }
  }

  func receive(_ bytes: [UInt8]) -> [UInt8] {
    let count = onBytes?(bytes) ?? bytes.count
    return device.receive(Array(bytes.prefix(count)))
  }

  var takesBytes: Bool { device.takesBytes }

  func takeUnsolicited() -> [UInt8] { device.takeUnsolicited() }
}
