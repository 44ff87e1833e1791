import EventLoop
import HAL
import HALConformance
import MagneticStripe
import MockDevices
import MockedUSB
import Testing
import USBHost
import USBMagstripe

/// What can happen to a swipe reader on USB, at random and in quick succession.
final class USBStorm {
  private static let stripe = StripePersonality(track2: "4761739001010010=22122011143878089")

  let watcher = ReaderWatcher()
  private let loop: EventLoop
  private let device: MockedUSBDevice
  private let reader: USBMagstripeReader
  private var emulation = EmulatedSwipeReader(format: .magTek)
  private var random: SplitMix64
  private var isPlugged = false

  init(seed: UInt64, loop: EventLoop) throws {
    self.loop = loop
    random = SplitMix64(seed: seed)
    device = try MockedUSBDevice(.swipeReader())
    let host = try USBHost(loop: loop)
    reader = USBMagstripeReader(
      name: DeviceName("swipe"), match: USBDeviceMatch(portPath: device.portPath),
      format: .magTek, clock: loop, host: { host })
    reader.attach(to: watcher)
    reader.start()
  }

  /// Lets so many things happen.
  func blow(_ count: Int) async throws {
    for _ in 0..<count {
      try blowOnce()
      // Mostly on the heels of the last; now and then the driver gets the time to settle.
      await loop.sleep(for: .microseconds(random.below(10) == 0 ? 8000 : 200))
    }
  }

  private func blowOnce() throws {
    switch random.below(20) {
    case 0, 1:
      try device.unplug()
      isPlugged = false
    case 2, 3, 4:
      try device.plug()
      isPlugged = true
    case 5: try device.stall(0x81)
    case 6: try device.spoil(0x81, count: 1 + random.below(5))
    // No refused opens: umockdev's library keeps each of them for ever, and has room for fifty.
    case 7: try device.delayClaims(milliseconds: random.below(4))
    case 8: try send([UInt8](repeating: 0x31, count: 400))
    case 9: try send((0..<random.below(337)).map { _ in UInt8(random.below(256)) })
    default: try send(emulation.report(on: Self.stripe))
    }
  }

  private func send(_ report: [UInt8]) throws {
    if isPlugged { try device.send(report, from: 0x81) }
  }

  /// Ends the storm: the device is there and well, and a card is read.
  ///
  /// Counts what the process holds then.
  func calm() async throws -> ProcessResources {
    try device.delayClaims(milliseconds: 0)
    try device.spoil(0x81, count: 0)
    try device.unplug()
    try await eventually { !self.reader.isAvailable }
    try device.plug()
    isPlugged = true
    try await eventually { self.reader.isAvailable }
    watcher.lastSwipe = nil
    try device.send(emulation.report(on: Self.stripe), from: 0x81)
    try await eventually { self.watcher.lastSwipe?.track2 == Self.stripe.swipe.track2 }
    // Threads of system calls end, and the mock forgets closed connections.
    await loop.sleep(for: .milliseconds(200))
    return ProcessResources()
  }

  private func eventually(_ condition: () -> Bool) async throws {
    for _ in 0..<2000 {
      if condition() { return }
      await loop.sleep(for: .milliseconds(10))
    }
    throw ConformanceFailure("the reader did not recover: \(try device.state())")
  }
}
