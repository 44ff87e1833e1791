import HAL
import MockDevices
import Testing

/// The mock and its wrappers, under a clock that the test moves.
@Suite struct MockMagstripeReaderTests {
  private final class Log: DeviceEventSink {
    var events: [DeviceEvent] = []
    func post(_ event: DeviceEvent) { events.append(event) }
  }

  private static let name = DeviceName("swipe")
  private static let stripe = StripePersonality(track2: "4761739001010010=2212201")
  private static let swiped = DeviceEvent.cardSwiped(stripe.swipe)

  private func faulty(
    _ faults: [MagstripeFault?]
  ) -> (mock: MockMagstripeReader, reader: FaultyMagstripeReader, log: Log, clock: StillClock) {
    let clock = StillClock()
    let mock = MockMagstripeReader(name: Self.name, clock: clock)
    let reader = FaultyMagstripeReader(mock, clock: clock, plan: .scripted(faults))
    let log = Log()
    reader.attach(to: log)
    return (mock, reader, log, clock)
  }

  @Test func `a late reader reports late`() {
    let clock = StillClock()
    let log = Log()
    let mock = MockMagstripeReader(name: Self.name, clock: clock)
    mock.attach(to: log)
    mock.lag = .milliseconds(200)
    mock.draw(Self.stripe)
    #expect(log.events.isEmpty)
    clock.advance(by: .milliseconds(200))
    #expect(log.events == [Self.swiped])
  }

  @Test func `an unplugged mock reads nothing`() {
    let clock = StillClock()
    let log = Log()
    let mock = MockMagstripeReader(name: Self.name, clock: clock)
    mock.attach(to: log)
    mock.unplug()
    mock.unplug()
    mock.draw(Self.stripe)
    mock.plug()
    mock.plug()
    #expect(log.events == [.deviceLost(Self.name), .deviceFound(Self.name)])
    #expect(mock.swipeCount == 0)
  }

  @Test func `each fault does to a swipe what it says`() {
    let stand = faulty([.lost, .doubled, .scratched, .undecodable, .late, nil])
    for _ in 1...6 { stand.mock.draw(Self.stripe) }
    var scratched = Self.stripe.swipe
    scratched.track2 = .unreadable(.parity)
    let undecodable = Swipe(
      track1: .unreadable(.notDecoded), track2: .unreadable(.notDecoded),
      track3: .unreadable(.notDecoded))
    let prompt: [DeviceEvent] = [
      Self.swiped, Self.swiped, .cardSwiped(scratched), .cardSwiped(undecodable), Self.swiped,
    ]
    #expect(stand.log.events == prompt)
    stand.clock.advance(by: FaultyMagstripeReader.delay)
    #expect(stand.log.events == prompt + [Self.swiped])
  }

  @Test func `a reader that goes instead of reading comes back`() {
    let stand = faulty([.unplugged])
    stand.mock.draw(Self.stripe)
    #expect(!stand.reader.isAvailable)
    stand.mock.draw(Self.stripe)
    stand.clock.advance(by: FaultyMagstripeReader.delay)
    #expect(stand.reader.isAvailable)
    stand.mock.draw(Self.stripe)
    #expect(
      stand.log.events == [.deviceLost(Self.name), .deviceFound(Self.name), Self.swiped])
  }

  @Test func `a trace says what came of each track, and nothing of what is on it`() {
    let clock = StillClock()
    let mock = MockMagstripeReader(name: Self.name, clock: clock)
    var entries: [DeviceTraceEntry] = []
    let reader = TracingMagstripeReader(mock, clock: clock) { entries.append($0) }
    let log = Log()
    reader.attach(to: log)
    mock.draw(Self.stripe)
    mock.unplug()
    #expect(entries.map(\.call) == ["swipe", "reader"])
    #expect(
      entries.map(\.outcome) == ["track 1 absent, track 2 24 characters, track 3 absent", "lost"])
    #expect(log.events == [Self.swiped, .deviceLost(Self.name)])
    #expect(reader.isAvailable == false && reader.name == Self.name)
  }

  /// Ten thousand swipes, pulls and faults leave the reader as it was.
  @Test func `a storm of swipes, pulls and faults ends where it began`() {
    let clock = StillClock()
    let mock = MockMagstripeReader(
      name: Self.name, clock: clock, keys: EmulatedReaderKeys())
    let reader = FaultyMagstripeReader(
      mock, clock: clock, plan: .random(MagstripeFault.allCases, oneIn: 7, seed: 11))
    let log = Log()
    reader.attach(to: log)
    var random = SplitMix64(seed: 12)
    for _ in 0..<10_000 {
      switch random.below(10) {
      case 0: mock.unplug()
      case 1: mock.plug()
      case 2: clock.advance(by: .milliseconds(random.below(300)))
      default: mock.draw(Self.stripe)
      }
    }
    mock.plug()
    clock.advance(by: .seconds(1))
    #expect(reader.isAvailable)
    log.events = []
    for _ in 0..<50 where log.events.isEmpty { mock.draw(Self.stripe) }
    #expect(!log.events.isEmpty)
  }
}

/// A clock that stands still until it is told how much time has passed.
private final class StillClock: DeviceClock {
  private var timers: [(id: UInt64, due: Duration, action: () -> Void)] = []
  private var nextID: UInt64 = 0
  private(set) var uptime = Duration.zero

  var wallClock: WallClockReading { WallClockReading(secondsSince1970: 0, trust: .none) }
  func setWallClock(secondsSince1970: Int) {}

  func setTimer(after delay: Duration, _ action: @escaping () -> Void) -> TimerIdentifier {
    nextID += 1
    timers.append((nextID, uptime + delay, action))
    return TimerIdentifier(nextID)
  }

  func cancelTimer(_ timer: TimerIdentifier) { timers.removeAll { $0.id == timer.number } }

  func advance(by time: Duration) {
    uptime += time
    while let next = timers.filter({ $0.due <= uptime }).min(by: { $0.due < $1.due }) {
      cancelTimer(TimerIdentifier(next.id))
      next.action()
    }
  }
}
