import CLinux
import EventLoop
import HAL
import HALConformance
import InputEvents
import MockDevices
import MockedUSB
import OperatorPanel
import Testing

/// The ways to have a keypad.
enum KeypadLevel: String, Level {
  /// The mock of the protocol.
  case mock = "the mock"
  /// The kernel's input devices, beneath umockdev.
  case input = "evdev"

  var testDescription: String { rawValue }

  var availability: LevelAvailability {
    self == .mock || MockedUSBBus.isPresent
      ? .available : .missing(why: "it runs beneath usbmockd only")
  }

  /// The mock has no key that repeats itself: it has nothing to drop.
  var absentHands: Set<String> { self == .mock ? ["no key repeats itself"] : [] }

  func makeRig(on loop: EventLoop) throws -> any KeypadRig {
    switch self {
    case .mock: MockRig(loop: loop)
    case .input: try InputRig(loop: loop)
    }
  }

  private final class MockRig: KeypadRig {
    private let loop: EventLoop
    private let mock = MockKeypad(name: DeviceName("keypad"))
    var keypad: any Keypad { mock }
    var clock: any DeviceClock { loop }

    init(loop: EventLoop) { self.loop = loop }

    func press(_ key: Key) { mock.press(key) }
    func plug() { mock.plug() }
    func unplug() { mock.unplug() }
  }

  private final class InputRig: KeypadRig {
    private static let codes: [Key: Int32] = [
      .digit(0): KEY_KP0, .digit(1): KEY_KP1, .digit(2): KEY_2, .digit(3): KEY_3,
      .digit(4): KEY_4, .digit(5): KEY_5, .digit(6): KEY_6, .digit(7): KEY_KP7,
      .digit(8): KEY_NUMERIC_8, .digit(9): KEY_9, .enter: KEY_KPENTER, .cancel: KEY_ESC,
      .clear: KEY_BACKSPACE, .menu: KEY_MENU, .up: KEY_UP, .down: KEY_DOWN, .feed: KEY_F2,
    ]
    private let loop: EventLoop
    private let device: MockedInput
    private let driver: InputKeypad
    private var isStarted = false
    var keypad: any Keypad { driver }
    var clock: any DeviceClock { loop }

    init(loop: EventLoop) throws {
      self.loop = loop
      device = try MockedInput(name: "Mocked keypad")
      driver = InputKeypad(
        name: DeviceName("keypad"), match: .path(device.linkPath), keys: .numericKeypad,
        loop: loop)
    }

    func press(_ key: Key) throws { try send(key, values: [1, 0]) }

    func keepDown(_ key: Key) throws { try send(key, values: [1, 2, 2, 2, 0]) }

    func plug() throws {
      try device.plug()
      if !isStarted { driver.start() }
      isStarted = true
    }

    func unplug() { device.unplug() }

    private func send(_ key: Key, values: [Int32]) throws {
      guard let code = Self.codes[key] else { throw HandsMissing("no key for it") }
      for value in values {
        let events = [
          InputEvent(type: InputEvent.key, code: UInt16(code), value: value),
          InputEvent(type: InputEvent.synchronization, code: UInt16(SYN_REPORT), value: 0),
        ]
        device.send(events.flatMap(InputEventStream.bytes(of:)))
      }
    }
  }
}

@Suite struct KeypadConformanceTests {
  @Test(arguments: KeypadConformance.checks)
  func `a keypad keeps what the protocol promises`(check: KeypadConformance.Check) throws {
    try KeypadLevel.mock.run(check)
  }

  @Test(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
  func `so do keys behind the kernel's input devices`() throws {
    try MockedUSBBus.runTests(matching: "KeypadsOnMockedBus")
  }
}

@Suite(.enabled(if: MockedUSBBus.isPresent, "KeypadConformanceTests runs them there"))
struct KeypadsOnMockedBus {
  @Test(arguments: KeypadConformance.checks)
  func `a keypad keeps what the protocol promises`(check: KeypadConformance.Check) throws {
    try KeypadLevel.input.run(check)
  }
}
