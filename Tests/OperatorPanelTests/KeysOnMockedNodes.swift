import CLinux
import EventLoop
import Glibc
import HAL
import InputEvents
import MockedUSB
import OperatorPanel
import Testing

/// Input devices as the kernel has them, beneath umockdev.
@Suite(.enabled(if: MockedUSBBus.isPresent, "MockedPanelTests runs them beneath usbmockd"))
struct KeysOnMockedNodes {
  private func wait(
    on loop: EventLoop, _ condition: () throws -> Bool
  ) async throws -> Bool {
    for _ in 0..<400 {
      if try condition() { return true }
      await loop.sleep(for: .milliseconds(10))
    }
    return try condition()
  }

  @Test func `a keypad is found by its name among others, and kept from everybody else`() throws {
    let other = try MockedInput(name: "Power Button")
    let device = try MockedInput(name: "gpio keys 2")
    try other.plug()
    try device.plug()
    try EventLoop.run { loop throws in
      let keypad = InputKeypad(
        name: DeviceName("keypad"), match: .name("gpio*"), keys: .numericKeypad, loop: loop)
      let events = EventList()
      keypad.attach(to: events)
      keypad.start()
      #expect(try await wait(on: loop) { keypad.isAvailable })
      #expect(try device.isGrabbed() && !other.isGrabbed())
      other.send(press(KEY_1))
      device.send(press(KEY_2))
      #expect(try await wait(on: loop) { events.list.count > 1 })
      #expect(
        events.list == [.deviceFound(DeviceName("keypad")), .keyPressed(.digit(2))])
    }
  }

  @Test func `a keypad that another program holds is not used until it lets go`() throws {
    let device = try MockedInput(name: "Held keypad")
    try device.plug()
    try device.setHeld(true)
    try EventLoop.run { loop throws in
      #expect(throws: InputDevice.Failure.self) {
        _ = try InputDevice(.name("Held keypad"), isGrabbed: true)
      }
      let keypad = InputKeypad(
        name: DeviceName("keypad"), match: .name("Held keypad"), keys: .numericKeypad, loop: loop)
      keypad.start()
      device.send(press(KEY_2))
      await loop.sleep(for: .milliseconds(50))
      #expect(!keypad.isAvailable)
      try device.setHeld(false)
      #expect(try await wait(on: loop) { keypad.isAvailable })
    }
  }

  @Test func `a keypad that takes its time to open keeps nobody waiting`() throws {
    let device = try MockedInput(name: "Sleepy keypad")
    try device.plug()
    try device.delayGrabs(milliseconds: 500)
    try EventLoop.run { loop throws in
      let keypad = InputKeypad(
        name: DeviceName("keypad"), match: .path(device.linkPath), keys: .numericKeypad, loop: loop)
      var isOpenAtTick: [Bool] = []
      loop.setTimer(after: .milliseconds(50)) { isOpenAtTick.append(keypad.isAvailable) }
      keypad.start()
      #expect(try await wait(on: loop) { keypad.isAvailable })
      #expect(isOpenAtTick == [false])
      try device.delayGrabs(milliseconds: 0)
      // Who stops looking while it opens gets nothing, and leaves nothing grabbed.
      keypad.stop()
      keypad.start()
      keypad.stop()
      await loop.sleep(for: .milliseconds(50))
      #expect(!keypad.isAvailable)
    }
  }

  @Test func `a device that is not there is said to be missing, beside those that are`() throws {
    let device = try MockedInput(name: "Some keypad")
    try device.plug()
    do throws(InputDevice.Failure) {
      _ = try InputDevice(.name("No such keypad"), isGrabbed: true)
      Issue.record("it was found")
    } catch {
      guard case .notFound(let present) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(present.contains("Some keypad"))
    }
  }

  @Test func `codes mean what the board says: 00 is two presses, and some are no keys`() throws {
    let device = try MockedInput(name: "Odd keypad")
    try device.plug()
    try EventLoop.run { loop throws in
      var keys = KeypadMap.numericKeypad
      keys[UInt16(KEY_F5)] = [.digit(0), .digit(0)]
      keys[UInt16(KEY_1)] = []
      let keypad = InputKeypad(
        name: DeviceName("keypad"), match: .path(device.linkPath), keys: keys, loop: loop)
      let events = EventList()
      keypad.attach(to: events)
      keypad.start()
      for code in [KEY_1, KEY_F5, KEY_F12, KEY_KPENTER] { device.send(press(code)) }
      #expect(try await wait(on: loop) { events.list.count > 3 })
      #expect(
        events.list.dropFirst() == [
          .keyPressed(.digit(0)), .keyPressed(.digit(0)), .keyPressed(.enter),
        ])
    }
  }

  @Test func `each key has the same tone, which ends`() throws {
    let device = try MockedInput(name: "Beeping keypad")
    let beeper = try MockedInput(name: "pwm-beeper")
    try device.plug()
    try beeper.plug()
    try EventLoop.run { loop throws in
      let keypad = InputKeypad(
        name: DeviceName("keypad"), match: .path(device.linkPath), keys: .numericKeypad,
        beeper: KeyBeeper(
          .path(beeper.linkPath), hertz: 2400, length: .milliseconds(20), loop: loop),
        loop: loop)
      keypad.start()
      var held = 0
      keypad.hold { _ in held += 1 }
      var tones: [InputEvent] = []
      var stream = InputEventStream()
      for code in [KEY_5, KEY_ENTER] {
        device.send(press(code))
        let count = tones.count
        #expect(
          try await wait(on: loop) {
            tones += stream.events(in: beeper.taken())
            return tones.count >= count + 2
          })
      }
      #expect(held == 2)
      #expect(tones.map(\.value) == [2400, 0, 2400, 0])
      #expect(tones.allSatisfy { $0.type == InputEvent.sound && $0.code == UInt16(SND_TONE) })
      // Without its beeper the keypad works in silence.
      beeper.unplug()
      device.send(press(KEY_7) + press(KEY_8))
      #expect(try await wait(on: loop) { held == 4 })
    }
  }
}

/// What went to the sink.
final class EventList: DeviceEventSink {
  var list: [DeviceEvent] = []
  func post(_ event: DeviceEvent) { list.append(event) }
}

/// The bytes of a key that goes down and up.
func press(_ code: Int32) -> [UInt8] {
  [1, 0].flatMap { value -> [UInt8] in
    InputEventStream.bytes(
      of: InputEvent(type: InputEvent.key, code: UInt16(code), value: value))
      + InputEventStream.bytes(
        of: InputEvent(
          type: InputEvent.synchronization, code: UInt16(SYN_REPORT), value: 0))
  }
}
