import CLinux
import InputEvents
import Testing

@Suite struct InputEventStreamTests {
  private let press = InputEvent(
    type: InputEvent.key, code: UInt16(KEY_5), value: 1, time: .milliseconds(1500))
  private let report = InputEvent(
    type: InputEvent.synchronization, code: UInt16(SYN_REPORT), value: 0)
  private let loss = InputEvent(
    type: InputEvent.synchronization, code: InputEvent.lossCode, value: 0)

  /// Source: reference 5.3, 24 bytes on a machine of 64 bits.
  @Test(.enabled(if: Int.bitWidth == 64)) func `an event is time, type, code and value`() {
    let bytes: [UInt8] =
      [1, 0, 0, 0, 0, 0, 0, 0, 0x20, 0xA1, 0x07, 0, 0, 0, 0, 0] + [1, 0, 6, 0, 1, 0, 0, 0]
    #expect(InputEventStream.bytes(of: press) == bytes)
    var stream = InputEventStream()
    #expect(stream.events(in: bytes) == [press])
  }

  @Test func `events may come in any pieces`() {
    let bytes = [press, report, press, report].flatMap(InputEventStream.bytes(of:))
    for size in 1...bytes.count {
      var stream = InputEventStream()
      var events: [InputEvent] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        events += stream.events(in: Array(bytes[start..<min(bytes.count, start + size)]))
      }
      #expect(events == [press, report, press, report], "pieces of \(size)")
    }
  }

  @Test func `what is left of a packet whose begin was lost is dropped`() {
    var stream = InputEventStream()
    let bytes = [press, report, loss, press, press, report, press, report]
    let events = stream.events(in: bytes.flatMap(InputEventStream.bytes(of:)))
    #expect(events == [press, report, loss, press, report])
    #expect(events[2].isLoss && !events[2].isPress && events[3].isPress)
  }

  @Test func `only a finger presses: a key that repeats itself or comes up does not`() {
    var event = press
    #expect(event.isPress)
    for value: Int32 in [0, 2, -1] {
      event.value = value
      #expect(!event.isPress)
    }
  }

  @Test func `no text says which key it was`() {
    #expect("\(press)" == "an input event" && String(reflecting: press) == "an input event")
  }
}
