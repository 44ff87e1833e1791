import InputEvents
import KeyboardWedge
import MockDevices
import Testing

@Suite struct WedgeKeyStreamTests {
  private static let track = "%B4761739001010010^TEST/CARD^2212201?"

  private static func key(_ code: UInt16, _ value: Int32, _ time: Duration) -> InputEvent {
    InputEvent(type: InputEvent.key, code: code, value: value, time: time)
  }

  /// Types a text, each key so long after the one before; returns what came of it while typing.
  @discardableResult
  private func type(
    _ text: String, gap: Duration = .milliseconds(8), into stream: inout WedgeKeyStream,
    from start: Duration = .seconds(1)
  ) -> [[UInt8]] {
    var time = start
    var texts: [[UInt8]] = []
    func send(_ code: UInt16, _ value: Int32) {
      if let text = stream.receive(Self.key(code, value, time)) { texts.append(text) }
    }
    for character in text.utf8 {
      guard let key = USKeyboardLayout.key(of: character) else { continue }
      time += gap
      if key.isShifted { send(USKeyboardLayout.leftShift, InputEvent.down) }
      send(key.code, InputEvent.down)
      send(key.code, InputEvent.up)
      if key.isShifted { send(USKeyboardLayout.leftShift, InputEvent.up) }
    }
    return texts
  }

  @Test func `keys at a machine's speed are a swipe`() {
    var stream = WedgeKeyStream()
    let text = Self.track + "\r;4761739001010010=2212201?\r"
    #expect(type(text, into: &stream).isEmpty)
    #expect(stream.finish() == Array(text.utf8))
    #expect(stream.awaitedSilence == nil)
    #expect(stream.finish() == nil)
  }

  @Test func `the awaited silence is short after a carriage return and long elsewhere`() {
    var stream = WedgeKeyStream()
    type("%B1", into: &stream)
    #expect(stream.awaitedSilence == WedgeKeyStream.silence)
    type("\r", into: &stream, from: .milliseconds(1024))
    #expect(stream.awaitedSilence == WedgeKeyStream.silenceAfterLine)
  }

  @Test func `keys at a person's speed are dropped`() {
    var stream = WedgeKeyStream()
    #expect(type(Self.track + "\r", gap: .milliseconds(80), into: &stream).isEmpty)
    #expect(stream.finish() == nil)
  }

  @Test func `a person's keys before and after a swipe are dropped`() {
    var stream = WedgeKeyStream()
    type("hello;", gap: .milliseconds(120), into: &stream)
    type(Self.track + "\r", into: &stream, from: .seconds(5))
    let texts = type("abc", gap: .milliseconds(120), into: &stream, from: .seconds(6))
    #expect(texts == [Array((Self.track + "\r").utf8)])
    #expect(stream.finish() == nil)
  }

  @Test func `a key that is held, or that no reader has, voids what was typed`() {
    var stream = WedgeKeyStream()
    type(Self.track, into: &stream)
    #expect(stream.receive(Self.key(30, InputEvent.held, .milliseconds(1300))) == nil)
    #expect(stream.finish() == nil)
    type(Self.track, into: &stream)
    #expect(stream.receive(Self.key(1, InputEvent.down, .milliseconds(1300))) == nil)
    #expect(stream.finish() == nil)
  }

  @Test func `lost keys void what was typed`() {
    var stream = WedgeKeyStream()
    type(Self.track, into: &stream)
    let hadSwipe = stream.loseKeys()
    #expect(hadSwipe)
    #expect(stream.finish() == nil)
    let hasSwipe = stream.loseKeys()
    #expect(!hasSwipe)
  }

  @Test func `every sign of a track has its key, whatever the host's layout`() {
    for character in UInt8(0x20)...0x5F {
      guard let key = USKeyboardLayout.key(of: character) else {
        Issue.record("no key for \(character)")
        continue
      }
      #expect(
        USKeyboardLayout.character(of: key.code, isShifted: key.isShifted) == character)
    }
    // The signs that another layout would turn into others.
    #expect(USKeyboardLayout.character(of: 39, isShifted: false) == UInt8(ascii: ";"))
    #expect(USKeyboardLayout.character(of: 13, isShifted: false) == UInt8(ascii: "="))
    #expect(USKeyboardLayout.character(of: 6, isShifted: true) == UInt8(ascii: "%"))
    #expect(USKeyboardLayout.character(of: 7, isShifted: true) == UInt8(ascii: "^"))
    #expect(USKeyboardLayout.character(of: 53, isShifted: true) == UInt8(ascii: "?"))
    #expect(USKeyboardLayout.character(of: 1, isShifted: false) == nil)
  }

  @Test func `any keys give texts of limited length`() {
    var random = SplitMix64(seed: 4)
    var stream = WedgeKeyStream()
    var time = Duration.zero
    for _ in 0..<50_000 {
      time += .milliseconds(random.below(40))
      let event = Self.key(UInt16(random.below(110)), Int32(random.below(3)), time)
      let text = stream.receive(event)
      #expect(text?.count ?? 0 <= WedgeKeyStream.characterLimit)
    }
  }
}
