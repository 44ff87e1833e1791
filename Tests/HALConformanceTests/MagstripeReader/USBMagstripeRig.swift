import EventLoop
import HAL
import HALConformance
import MagneticStripe
import MockDevices
import MockedUSB
import USBHost
import USBMagstripe

/// The driver on the real libusb, over a mocked device that sends an emulated reader's reports.
final class USBMagstripeRig: MagstripeReaderRig {
  let clock: any DeviceClock
  let encrypts: Bool
  private let driver: USBMagstripeReader
  private let device: MockedUSBDevice
  private var emulation: EmulatedSwipeReader

  init(_ emulation: EmulatedSwipeReader, loop: EventLoop) throws {
    self.emulation = emulation
    clock = loop
    encrypts = emulation.keys != nil
    device = try MockedUSBDevice(.swipeReader())
    driver = USBMagstripeReader(
      name: DeviceName("swipe"), match: USBDeviceMatch(portPath: device.portPath),
      format: emulation.format, clock: loop,
      host: { () throws(USBError) in try USBHost(loop: loop) })
    try device.plug()
    driver.start()
  }

  var reader: any MagstripeReader { driver }

  func draw(_ stripe: ConformanceStripe) throws {
    try device.send(emulation.report(on: stripe.personality), from: 0x81)
  }

  func unplug() throws { try device.unplug() }
  func plug() throws { try device.plug() }
}
