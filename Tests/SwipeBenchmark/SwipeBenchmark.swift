import EventLoop
import HAL
import MagneticStripe
import MockDevices
import MockedUSB
import USBHost
import USBMagstripe

/// Times the way of a report from libusb's callback to a typed swipe.
///
/// It runs beneath `usbmockd`: `make benchmark` starts it so. What counts is how much later the
/// driver's swipe is than the callback of a bare program on libusb; the mock's own time is in both.
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
    print(
      "swipe: to a bare libusb callback, to the swipe, ratio, difference (budget ≤ 1 ms); medians")
    for format in formats {
      let times = try EventLoop.run { loop in try await medians(of: format.reader, loop) }
      let difference = times.swipe - times.callback
      let hundredths = Int(times.swipe / max(times.callback, .nanoseconds(1)) * 100)
      let ratio = "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10) ×"
      let cells = [text(times.callback), text(times.swipe), ratio, text(difference)]
      print("swipe: " + ([format.name] + cells).joined(separator: "  "))
    }
  }

  private static func text(_ duration: Duration) -> String {
    "\(Int(duration / .microseconds(1))) µs"
  }

  private static func report(_ reader: EmulatedSwipeReader) throws -> [UInt8] {
    var reader = reader
    return try reader.report(
      on: StripePersonality(
        track1: "B4761739001010010^TEST/CARD^22122011143878089",
        track2: "4761739001010010=22122011143878089"))
  }

  /// From the moment at which a report waits in the kernel to the callback of a bare program on one
  /// device, and to the driver's swipe on another, by turns.
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
    let report = try report(reader)
    let bare = try BareUSBReader(port: UInt8(devices[0].port), byteCount: report.count)
    var callbacks: [Duration] = []
    var swipes: [Duration] = []
    for _ in 0..<sampleCount {
      try bare.submit()
      try devices[0].send(report, from: 0x81)
      var start = loop.uptime
      callbacks.append(try bare.wait(clock: loop) - start)
      try devices[1].send(report, from: 0x81)
      start = loop.uptime
      if let arrival = await sink.arrivals.next(timeout: .seconds(5)) {
        swipes.append(arrival - start)
      }
    }
    driver.stop()
    return (median(callbacks), median(swipes))
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
