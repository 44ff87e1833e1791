package import EventLoop
package import HAL
package import InputEvents
import MagneticStripe

/// A swipe reader that types what it reads, through evdev.
///
/// The device is grabbed, so that its keys reach nobody else. Which file it is says a pattern such
/// as `/dev/input/by-id/usb-*-event-kbd`. Source: reference 2.9.
package final class KeyboardWedgeReader: MagstripeReader {
  package let name: DeviceName
  private let port: InputPort
  private let loop: EventLoop
  private weak var sink: (any DeviceEventSink)?
  private var keys = WedgeKeyStream()
  private var finishTimer: TimerIdentifier?

  /// Why the keyboard can't be used; nil when it can, and before `start`.
  package var failure: InputDevice.Failure? { port.failure }

  /// Describes the reader; nothing is done with it before `start`.
  ///
  /// While another program holds the keyboard, it is tried again at an interval.
  package init(
    name: DeviceName, devicePattern: String, searchInterval: Duration = .seconds(2),
    loop: EventLoop
  ) {
    self.name = name
    self.loop = loop
    port = InputPort(.path(devicePattern), searchInterval: searchInterval, loop: loop)
    port.onFound = { [weak self] in self?.found() }
    port.onLost = { [weak self] in self?.lost() }
    port.onEvents = { [weak self] in self?.take($0) }
  }

  deinit { stop() }

  package var isAvailable: Bool { port.isOpen }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  /// Begins to look for the keyboard.
  package func start() { port.start() }

  /// Lets go of the keyboard.
  package func stop() {
    port.stop()
    cancelFinishTimer()
  }

  private func found() {
    keys = WedgeKeyStream()
    sink?.post(.deviceFound(name))
  }

  private func lost() {
    cancelFinishTimer()
    sink?.post(.deviceLost(name))
  }

  private func take(_ events: [InputEvent]) {
    for event in events {
      if event.isLoss {
        if keys.loseKeys() { sink?.post(.cardSwiped(Self.undecodable)) }
      } else if event.type == InputEvent.key, let text = keys.receive(event) {
        post(text)
      }
    }
    setFinishTimer()
  }

  private func setFinishTimer() {
    cancelFinishTimer()
    guard let silence = keys.awaitedSilence else { return }
    finishTimer = loop.setTimer(after: silence) { [weak self] in
      self?.finishTimer = nil
      if let text = self?.keys.finish() { self?.post(text) }
    }
  }

  private func cancelFinishTimer() {
    if let finishTimer = finishTimer.take() { loop.cancelTimer(finishTimer) }
  }

  private func post(_ text: [UInt8]) {
    guard text.first == UInt8(ascii: "0") else {
      sink?.post(.cardSwiped(TrackText.swipe(text)))
      return
    }
    // Digits that are no encrypted block were typed by somebody.
    let digits = text.filter { $0 != 0x0D }
    guard let swipe = try? IDTechBlock.swipe(binaryOrHexadecimal: digits) else { return }
    sink?.post(.cardSwiped(swipe))
  }

  private static let undecodable = Swipe(
    track1: .unreadable(.notDecoded), track2: .unreadable(.notDecoded),
    track3: .unreadable(.notDecoded))
}
