import CLinux
import EventLoop
import Foundation
import HAL
import HALConformance
import InputEvents
import MockDevices
import MockedUSB
import OperatorPanel
import Testing

/// A keypad and a screen that are pulled and plugged at random, while keys are pressed and things
/// are shown.
final class Storm {
  private let device: MockedInput
  private let screen: MockedScreen
  private let loop: EventLoop
  private let keypad: InputKeypad
  private let display: FramebufferDisplay
  private let events = EventList()
  private let order = StormOrder(usually: 1000)
  private var random: SplitMix64
  private var isKeypadIn = false
  private var isScreenIn = false
  private var pressCount = 0

  init(device: MockedInput, screen: MockedScreen, loop: EventLoop) throws {
    self.device = device
    self.screen = screen
    self.loop = loop
    random = SplitMix64(seed: order.seed)
    keypad = InputKeypad(
      name: DeviceName("keypad"), match: .path(device.linkPath), keys: .numericKeypad, loop: loop)
    display = try FramebufferDisplay(
      name: DeviceName("display"),
      settings: FramebufferSettings(path: screen.path, fonts: try .usual()), loop: loop)
  }

  func blow() async throws {
    keypad.attach(to: events)
    keypad.start()
    display.start()
    for _ in 0..<max(50, order.events / 5) { try await step() }
    try await calm()
    let before = ProcessResources()
    for _ in 0..<order.events { try await step() }
    try await calm()
    let after = ProcessResources()
    let hint = Comment(rawValue: order.description)
    #expect(after.leftovers(since: before, events: order.events) == nil, hint)
    #expect(pressCount > order.events / 20, hint)
    print("storm: panel: \(pressCount) presses, \(before), then \(after) (\(order))")
  }

  private func step() async throws {
    switch random.below(10) {
    case 0:
      if isKeypadIn { device.unplug() } else { try device.plug() }
      isKeypadIn.toggle()
    case 1:
      if isScreenIn { try screen.unplug() } else { try screen.plug() }
      isScreenIn.toggle()
    case 2...5: if isKeypadIn { device.send(press(KEY_5)) }
    case 6: try device.setHeld(random.below(2) == 0)
    default: display.show(content(random.below(100)))
    }
    await loop.sleep(for: .milliseconds(random.below(3)))
    // Whatever was pulled when: nothing but what was pressed is ever told.
    for case .keyPressed(let key) in events.list {
      #expect(key == .digit(5), Comment(rawValue: order.description))
      pressCount += 1
    }
    events.list.removeAll()
  }

  /// Everything plugged in and at rest: it must work as on the first day.
  private func calm() async throws {
    try device.setHeld(false)
    if !isKeypadIn { try device.plug() }
    if !isScreenIn { try screen.plug() }
    (isKeypadIn, isScreenIn) = (true, true)
    for _ in 0..<500 where !keypad.isAvailable || !display.isAvailable {
      await loop.sleep(for: .milliseconds(10))
    }
    await loop.sleep(for: .milliseconds(100))
    events.list.removeAll()
    device.send(press(KEY_9))
    for _ in 0..<500 where events.list.isEmpty { await loop.sleep(for: .milliseconds(10)) }
    #expect(events.list == [.keyPressed(.digit(9))])
    events.list.removeAll()
    display.show(content(0))
    display.show(content(1))
    #expect(screen.memory.contains { $0 != 0 })
  }

  private func content(_ number: Int) -> DisplayContent {
    DisplayContent(
      identifier: "x", status: .init("可交易", .success), title: "消费",
      lines: [.init("\(number)", .large)], hint: "")
  }
}
