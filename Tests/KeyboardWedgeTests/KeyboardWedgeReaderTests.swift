import EventLoop
import HAL
import HALConformance
import InputEvents
import KeyboardWedge
import MockedUSB
import Testing

@Suite(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
struct MockedBusTests {
  @Test func `on a mocked keyboard the driver and evdev take what happens`() throws {
    try MockedUSBBus.runTests(matching: "KeyboardWedgeReaderTests")
  }
}

@Suite(.enabled(if: MockedUSBBus.isPresent, "MockedBusTests runs them beneath usbmockd"))
struct KeyboardWedgeReaderTests {
  private static let name = DeviceName("swipe")
  private static let track = Array("4761739001010010=2212201".utf8)

  private func withReader(
    _ body:
      @escaping @Sendable (
        KeyboardWedgeReader, MockedKeyboard, EventRecorder, EventLoop
      ) async throws -> Void
  ) throws {
    let keyboard = try MockedKeyboard()
    try keyboard.plug()
    try EventLoop.run { loop in
      let reader = KeyboardWedgeReader(
        name: Self.name, devicePattern: keyboard.devicePattern, loop: loop)
      let events = EventRecorder(clock: loop)
      reader.attach(to: events)
      reader.start()
      try await body(reader, keyboard, events, loop)
      reader.stop()
      #expect(!reader.isAvailable)
    }
  }

  private static func swipe(_ events: EventRecorder) async -> Swipe? {
    guard case .cardSwiped(let swipe) = await events.next() else { return nil }
    return swipe
  }

  @Test func `the keyboard is grabbed, so that its keys reach nobody else`() throws {
    try withReader { reader, keyboard, events, _ in
      try await events.expect(.deviceFound(Self.name))
      #expect(try keyboard.isGrabbed())
    }
  }

  @Test func `a keyboard that somebody else has grabbed is waited for`() throws {
    let keyboard = try MockedKeyboard()
    try keyboard.plug()
    try keyboard.refuseGrabs(true)
    try EventLoop.run { loop in
      let reader = KeyboardWedgeReader(
        name: Self.name, devicePattern: keyboard.devicePattern,
        searchInterval: .milliseconds(50), loop: loop)
      let events = EventRecorder(clock: loop)
      reader.attach(to: events)
      reader.start()
      for _ in 0..<500 where reader.failure == nil { await loop.sleep(for: .milliseconds(5)) }
      guard case .held? = reader.failure else {
        Issue.record("\(String(describing: reader.failure))")
        return
      }
      try keyboard.refuseGrabs(false)
      try await events.expect(.deviceFound(Self.name))
      #expect(reader.failure == nil)
      reader.stop()
    }
  }

  @Test func `what a person types is nothing, and the swipe after it is one`() throws {
    try withReader { _, keyboard, events, _ in
      try await events.expect(.deviceFound(Self.name))
      try keyboard.type(Array(";12345?\r".utf8), gap: .milliseconds(90))
      try await events.expectNone(for: .milliseconds(500))
      try keyboard.type([0x3B] + Self.track + [0x3F, 0x0D])
      #expect(await Self.swipe(events)?.track2 == .characters(Self.track))
    }
  }

  @Test func `digits that are no block are nothing`() throws {
    try withReader { _, keyboard, events, _ in
      try await events.expect(.deviceFound(Self.name))
      try keyboard.type(Array("0123456789\r".utf8))
      try await events.expectNone(for: .milliseconds(500))
    }
  }

  @Test func `keys that the kernel lost spoil the swipe`() throws {
    try withReader { _, keyboard, events, _ in
      try await events.expect(.deviceFound(Self.name))
      try keyboard.type([0x3B] + Self.track)
      keyboard.send([
        InputEvent(
          type: InputEvent.synchronization, code: InputEvent.lossCode, value: 0,
          time: .seconds(1001))
      ])
      #expect(await Self.swipe(events)?.track2 == .unreadable(.notDecoded))
    }
  }

  @Test func `a swipe that breaks off ends with silence, and says what is missing`() throws {
    try withReader { _, keyboard, events, _ in
      try await events.expect(.deviceFound(Self.name))
      try keyboard.type([0x3B] + Self.track)
      #expect(await Self.swipe(events)?.track2 == .unreadable(.sentinelMissing))
    }
  }
}
