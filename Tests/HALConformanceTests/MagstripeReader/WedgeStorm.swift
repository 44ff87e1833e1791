import EventLoop
import HAL
import HALConformance
import KeyboardWedge
import MockDevices
import MockedUSB
import Testing

/// What can happen to a swipe reader that types, at random and in quick succession.
final class WedgeStorm {
  private static let track = Array("4761739001010010=22122011143878089".utf8)

  /// Longer than the silence after which a swipe counts as whole.
  private static let swipeTime = Duration.milliseconds(80)

  let watcher = ReaderWatcher()
  private let loop: EventLoop
  private let keyboard: MockedKeyboard
  private let reader: KeyboardWedgeReader
  private var random: SplitMix64
  private var isPlugged = false

  init(seed: UInt64, loop: EventLoop) throws {
    self.loop = loop
    random = SplitMix64(seed: seed)
    keyboard = try MockedKeyboard()
    reader = KeyboardWedgeReader(
      name: DeviceName("swipe"), devicePattern: keyboard.devicePattern,
      searchInterval: .milliseconds(3), loop: loop)
    reader.attach(to: watcher)
    reader.start()
  }

  /// Lets so many things happen.
  func blow(_ count: Int) async throws {
    for _ in 0..<count {
      try blowOnce()
      // Mostly on the heels of the last; now and then a swipe gets the time to come to its end.
      let pause = random.below(16)
      await loop.sleep(for: pause == 0 ? Self.swipeTime : .microseconds(pause == 1 ? 8000 : 200))
    }
  }

  private func blowOnce() throws {
    switch random.below(10) {
    case 0:
      if isPlugged { keyboard.unplug() }
      isPlugged = false
    case 1, 2:
      if !isPlugged { try keyboard.plug() }
      isPlugged = true
    case 3:
      if isPlugged { try keyboard.refuseGrabs(random.below(2) == 0) }
    case 4:
      if isPlugged {
        keyboard.send(bytes: (0..<random.below(100)).map { _ in UInt8(random.below(256)) })
      }
    default:
      if isPlugged { try keyboard.type([0x3B] + Self.track + [0x3F, 0x0D]) }
    }
  }

  /// Ends the storm: the device is there and well, and a card is read.
  ///
  /// Counts what the process holds then.
  func calm() async throws -> ProcessResources {
    if isPlugged { keyboard.unplug() }
    try await eventually { !self.reader.isAvailable }
    try keyboard.plug()
    isPlugged = true
    try await eventually { self.reader.isAvailable }
    watcher.lastSwipe = nil
    try keyboard.type([0x3B] + Self.track + [0x3F, 0x0D])
    try await eventually { self.watcher.lastSwipe?.track2 == .characters(Self.track) }
    await loop.sleep(for: .milliseconds(200))
    return ProcessResources()
  }

  private func eventually(_ condition: () -> Bool) async throws {
    for _ in 0..<2000 {
      if condition() { return }
      await loop.sleep(for: .milliseconds(10))
    }
    throw ConformanceFailure("the reader did not recover")
  }
}
