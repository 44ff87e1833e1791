import BoardDrivers
import BoardProfile
import EventLoop
import HAL
import InputEvents
import KeyboardWedge
import USBHost
import USBMagstripe

/// A reader that is ready for a card, and the events that come from it.
final class OpenSwipeReader {
  /// How long a reader may take to be found and opened.
  private static let patience = Duration.seconds(3)

  private let reader: any MagstripeReader
  private let events: SwipeQueue
  private let loop: EventLoop
  private let drivers: BoardDrivers?

  /// Starts the reader that was chosen, or the profile's.
  init(
    _ choice: SwipeReaderChoice?, _ settings: DeviceSettings?, loop: EventLoop
  ) throws(Complaint) {
    self.loop = loop
    let name = DeviceName("swipe-reader")
    events = SwipeQueue(clock: loop)
    switch choice {
    case .usb(let identity, let format):
      drivers = nil
      let driver = USBMagstripeReader(
        name: name, match: USBDeviceMatch(identity: identity), format: format, clock: loop,
        host: { () throws(USBError) in try USBHost(loop: loop) })
      reader = driver
      driver.attach(to: events)
      driver.start()
    case .keyboard(let path):
      drivers = nil
      let driver = KeyboardWedgeReader(name: name, devicePattern: path, loop: loop)
      reader = driver
      driver.attach(to: events)
      driver.start()
    case nil:
      let drivers = settings.map { BoardDrivers($0, loop: loop) }
      guard let driver = drivers?.magstripeReader() else {
        throw Complaint(
          "the profile has no swipe-reader: name one with --usb or --keyboard, or another profile "
            + "with --profile FILE")
      }
      self.drivers = drivers
      reader = driver
      driver.attach(to: events)
      drivers?.start()
    }
  }

  /// Waits for a card.
  func swipe(within timeout: Duration) async throws(Complaint) -> Swipe {
    try await waitForReader()
    StandardError.write("Draw a card.")
    guard let swipe = await events.next(within: timeout) else {
      throw Complaint("no card was drawn in \(timeout.components.seconds) seconds")
    }
    return swipe
  }

  /// Lets go of the reader, so that a kernel driver gets it back.
  func close() async {
    await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      switch reader {
      case let reader as USBMagstripeReader: reader.stop { continuation.resume() }
      case let reader as KeyboardWedgeReader:
        reader.stop()
        continuation.resume()
      default: continuation.resume()
      }
    }
  }

  private func waitForReader() async throws(Complaint) {
    let end = loop.uptime + Self.patience
    while !reader.isAvailable, loop.uptime < end { await loop.sleep(for: .milliseconds(20)) }
    if reader.isAvailable { return }
    if let trouble = (reader as? USBMagstripeReader)?.trouble { throw Complaint("\(trouble)") }
    switch (reader as? KeyboardWedgeReader)?.failure {
    case .held(let path):
      throw Complaint("\(path) is held by another program: stop posd")
    case .unavailable(let path, let code):
      throw Complaint(
        "\(path) can't be opened (errno \(code)): run as a user of the group input")
    case .notFound, nil: break
    }
    throw Complaint(
      "the swipe reader is not there: plug it in; posctl devices list shows what is there")
  }
}

/// The swipes that a reader reported.
private final class SwipeQueue: DeviceEventSink {
  private let swipes: Mailbox<Swipe>

  init(clock: any DeviceClock) { swipes = Mailbox(clock: clock) }

  func post(_ event: DeviceEvent) {
    if case .cardSwiped(let swipe) = event { swipes.post(swipe) }
  }

  func next(within timeout: Duration) async -> Swipe? { await swipes.next(timeout: timeout) }
}
