package import HAL
import MagneticStripe

/// What goes wrong with one swipe.
package enum MagstripeFault: Hashable, Sendable, CaseIterable {
  /// Nothing is reported.
  case lost
  /// It is reported twice.
  case doubled
  /// Track 2 can't be read.
  case scratched
  /// No track can be read.
  case undecodable
  /// It is reported late.
  case late
  /// The reader is gone instead, and comes back later.
  case unplugged
}

/// Any swipe reader, with swipes that go wrong as a plan says.
package final class FaultyMagstripeReader: MagstripeReader {
  /// How late a late swipe is, and how long an unplugged reader stays away.
  package static let delay = Duration.milliseconds(400)

  private let reader: any MagstripeReader
  private let clock: any DeviceClock
  private var plan: FaultPlan<MagstripeFault>
  private weak var sink: (any DeviceEventSink)?
  private var isUnplugged = false

  /// Puts itself between the reader and its sink.
  package init(
    _ reader: any MagstripeReader, clock: any DeviceClock, plan: FaultPlan<MagstripeFault>
  ) {
    self.reader = reader
    self.clock = clock
    self.plan = plan
    reader.attach(to: self)
  }

  package var name: DeviceName { reader.name }
  package var isAvailable: Bool { reader.isAvailable && !isUnplugged }

  package func attach(to sink: any DeviceEventSink) { self.sink = sink }
}

extension FaultyMagstripeReader: DeviceEventSink {
  package func post(_ event: DeviceEvent) {
    if isUnplugged { return }
    guard case .cardSwiped(var swipe) = event, let fault = plan.next() else {
      sink?.post(event)
      return
    }
    switch fault {
    case .lost: break
    case .doubled:
      sink?.post(event)
      sink?.post(event)
    case .scratched:
      swipe.track2 = .unreadable(.parity)
      sink?.post(.cardSwiped(swipe))
    case .undecodable:
      for track in TrackFormat.allCases { swipe[track] = .unreadable(.notDecoded) }
      sink?.post(.cardSwiped(swipe))
    case .late:
      clock.setTimer(after: Self.delay) { [weak self] in self?.sink?.post(event) }
    case .unplugged: disappear()
    }
  }

  private func disappear() {
    isUnplugged = true
    sink?.post(.deviceLost(name))
    clock.setTimer(after: Self.delay) { [weak self] in
      guard let self else { return }
      isUnplugged = false
      if reader.isAvailable { sink?.post(.deviceFound(name)) }
    }
  }
}
