import EventLoop
import HAL
import MagneticStripe
import MockDevices
import MockedUSB
import USBHost
import USBMagstripe

/// Times the way of a report from libusb's callback to a typed swipe.
///
/// It runs beneath `usbmockd`: `make benchmark` starts it so. What counts is the difference between
/// the two rows of a format; the mock's own time is in both.
@main
struct SwipeBenchmark {
  private static let sampleCount = 301
  private static let formats: [(name: String, reader: EmulatedSwipeReader)] = [
    ("magtek, 337 bytes", EmulatedSwipeReader(format: .magTek)),
    (
      "magtek-encrypted, 856 bytes",
      EmulatedSwipeReader(format: .magTekEncrypted, keys: EmulatedReaderKeys())
    ),
    (
      "idtech, AES",
      EmulatedSwipeReader(
        format: .idTech, keys: EmulatedReaderKeys(algorithm: .aes, variant: .data))
    ),
  ]

  static func main() throws {
    guard MockedUSBBus.isPresent else {
      print("SwipeBenchmark runs beneath usbmockd: usbmockd -- SwipeBenchmark")
      return
    }
    print("swipe: to libusb's callback, to the swipe, difference (budget ≤ 1 ms); medians")
    for format in formats {
      let times = try EventLoop.run { loop in try await medians(of: format.reader, loop) }
      let difference = times.swipe - times.callback
      let cells = [text(times.callback), text(times.swipe), text(difference)]
      print("swipe: " + ([format.name] + cells).joined(separator: "  "))
    }
  }

  private static func text(_ duration: Duration) -> String {
    "\(duration.components.attoseconds / 1_000_000_000_000) µs"
  }

  private static func report(_ reader: EmulatedSwipeReader) throws -> [UInt8] {
    var reader = reader
    return try reader.report(
      on: StripePersonality(
        track1: "B4761739001010010^TEST/CARD^22122011143878089",
        track2: "4761739001010010=22122011143878089"))
  }

  /// From the moment at which a report waits in the kernel to libusb's callback on one device, and
  /// to the driver's swipe on another, by turns.
  private static func medians(
    of reader: EmulatedSwipeReader, _ loop: EventLoop
  ) async throws -> (callback: Duration, swipe: Duration) {
    let devices = [try MockedUSBDevice(.swipeReader()), try MockedUSBDevice(.swipeReader())]
    for device in devices { try device.plug() }
    let host = try USBHost(loop: loop)
    let driver = USBMagstripeReader(
      name: DeviceName("swipe"), match: USBDeviceMatch(portPath: devices[1].portPath),
      format: reader.format, clock: loop, host: { host })
    let sink = SwipeTimes(clock: loop)
    driver.attach(to: sink)
    driver.start()
    while !driver.isAvailable { await loop.sleep(for: .milliseconds(5)) }
    let match = USBDeviceMatch(portPath: devices[0].portPath)
    while host.device(matching: match) == nil { await loop.sleep(for: .milliseconds(5)) }
    guard let connection = try host.device(matching: match)?.open() else { return (.zero, .zero) }
    try await connection.claim(interface: 0, timeout: .seconds(5))
    let callbacks = Mailbox<Duration>(clock: loop)
    connection.receiveReports(from: 0x81, limit: reader.format.byteCount) { _ in
      callbacks.post(loop.uptime)
    }
    let report = try report(reader)
    var samples: [[Duration]] = [[], []]
    for _ in 0..<sampleCount {
      for (index, arrivals) in [callbacks, sink.arrivals].enumerated() {
        try devices[index].send(report, from: 0x81)
        let start = loop.uptime
        guard let arrival = await arrivals.next(timeout: .seconds(5)) else { continue }
        samples[index].append(arrival - start)
      }
    }
    driver.stop()
    await connection.close()
    return (median(samples[0]), median(samples[1]))
  }

  private static func median(_ samples: [Duration]) -> Duration {
    samples.isEmpty ? .zero : samples.sorted()[samples.count / 2]
  }
}

/// When swipes came.
private final class SwipeTimes: DeviceEventSink {
  let arrivals: Mailbox<Duration>
  private let clock: any DeviceClock

  init(clock: any DeviceClock) {
    self.clock = clock
    arrivals = Mailbox(clock: clock)
  }

  func post(_ event: DeviceEvent) {
    if case .cardSwiped = event { arrivals.post(clock.uptime) }
  }
}
