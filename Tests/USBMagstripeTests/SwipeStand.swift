import EventLoop
import HAL
import HALConformance
import MagneticStripe
import MockDevices
import MockedUSB
import USBHost
import USBMagstripe

/// A driver over a mocked reader, and what it reported.
final class SwipeStand {
  static let stripe = StripePersonality(track2: "4761739001010010=22122011143878089")
  static let name = DeviceName("swipe")

  let device: MockedUSBDevice
  let host: USBHost
  let reader: USBMagstripeReader
  let events: EventRecorder
  var emulation: EmulatedSwipeReader

  init(
    format: SwipeReportFormat = .magTek, descriptors: MockedUSBDescriptors = .swipeReader(),
    loop: EventLoop
  ) throws {
    device = try MockedUSBDevice(descriptors)
    host = try USBHost(loop: loop)
    emulation = EmulatedSwipeReader(format: format)
    reader = USBMagstripeReader(
      name: Self.name, match: USBDeviceMatch(portPath: device.portPath), format: format,
      clock: loop, host: { [host] in host })
    events = EventRecorder(clock: loop)
    reader.attach(to: events)
  }

  /// Plugs the device in, starts the driver, and waits until it reads.
  func start() async throws {
    try device.plug()
    reader.start()
    if !reader.isAvailable { try await events.expect(.deviceFound(Self.name)) }
  }

  func draw() throws { try device.send(emulation.report(on: Self.stripe), from: 0x81) }

  func expectSwipe() async throws {
    guard case .cardSwiped(let swipe) = await events.next() else {
      throw ConformanceFailure("no swipe")
    }
    try requireEqual(swipe.track2, Self.stripe.swipe.track2)
  }

  func expectFault(_ fault: Swipe.TrackFault) async throws {
    guard case .cardSwiped(let swipe) = await events.next() else {
      throw ConformanceFailure("no swipe")
    }
    try requireEqual(swipe.track2, .unreadable(fault))
  }

  func stop() async {
    await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      reader.stop { continuation.resume() }
    }
  }
}
