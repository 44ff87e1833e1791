package import HAL
import MagneticStripe

/// A swipe reader in memory: what a driver over one would report, without one.
///
/// The test face draws cards and pulls the cable, makes every event late, and drops its power.
package final class MockMagstripeReader: MagstripeReader {
  package let name: DeviceName
  private let clock: any DeviceClock
  private weak var sink: (any DeviceEventSink)?
  private var keys: EmulatedReaderKeys?

  /// How much later than the hand each event comes.
  package var lag = Duration.zero
  package private(set) var isAvailable = true
  /// Cards drawn while the reader was there.
  package private(set) var swipeCount = 0

  /// Makes a reader that is plugged in; with keys it encrypts.
  package init(name: DeviceName, clock: any DeviceClock, keys: EmulatedReaderKeys? = nil) {
    self.name = name
    self.clock = clock
    self.keys = keys
  }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }

  /// Draws a card; nothing comes of it while the reader is unplugged.
  package func draw(_ stripe: StripePersonality) {
    guard isAvailable else { return }
    guard let keys else { return draw(stripe.swipe) }
    var reader = EmulatedSwipeReader(format: .magTekEncrypted, keys: keys)
    let report = try? reader.report(on: stripe)
    self.keys = reader.keys
    // The keys and the stripe are the test's own: nothing but a bug makes a report impossible.
    guard let report, let swipe = try? reader.format.swipe(report) else {
      preconditionFailure("the emulated reader made no report")
    }
    draw(swipe)
  }

  /// Reports a swipe of any kind, whatever a reader would make of a card.
  package func draw(_ swipe: Swipe) {
    guard isAvailable else { return }
    swipeCount += 1
    post(.cardSwiped(swipe))
  }

  /// Pulls the cable; pulling it twice is pulling it once.
  package func unplug() {
    guard isAvailable else { return }
    isAvailable = false
    post(.deviceLost(name))
  }

  /// Puts the cable in.
  package func plug() {
    guard !isAvailable else { return }
    isAvailable = true
    post(.deviceFound(name))
  }

  private func post(_ event: DeviceEvent) {
    guard lag > .zero else {
      sink?.post(event)
      return
    }
    clock.setTimer(after: lag) { [weak self] in self?.sink?.post(event) }
  }
}
