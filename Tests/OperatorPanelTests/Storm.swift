import CLinux
import EventLoop
import Foundation
import HAL
import InputEvents
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
  private var random = SystemRandomNumberGenerator()
  private var isKeypadIn = false
  private var isScreenIn = false

  init(device: MockedInput, screen: MockedScreen, loop: EventLoop) throws {
    self.device = device
    self.screen = screen
    self.loop = loop
    keypad = InputKeypad(
      name: DeviceName("keypad"), match: .path(device.linkPath), keys: .numericKeypad, loop: loop)
    display = try FramebufferDisplay(
      name: DeviceName("display"),
      settings: FramebufferSettings(path: screen.path, fonts: try .usual()), loop: loop)
  }

  func blow() async throws {
    let variable = ProcessInfo.processInfo.environment["LIANJI_STORM"]
    let count = variable.flatMap(Int.init) ?? 1000
    keypad.attach(to: events)
    keypad.start()
    display.start()
    for _ in 0..<50 { try await step() }
    try await calm()
    let (descriptors, threads, memory) = (Self.descriptors, Self.threads, Self.residentKilobytes)
    for _ in 0..<count { try await step() }
    try await calm()
    let left = Self.descriptors
    #expect(left.count <= descriptors.count, "\(descriptors), then \(left)")
    #expect(Self.threads <= threads)
    let growth = Self.residentKilobytes - memory
    #expect(growth < 4096, "\(growth) kB more")
    print(
      "storm of \(count): \(descriptors.count) descriptors, then \(left.count), \(growth) kB more")
  }

  private func step() async throws {
    switch Int.random(in: 0..<10, using: &random) {
    case 0:
      if isKeypadIn { device.unplug() } else { try device.plug() }
      isKeypadIn.toggle()
    case 1:
      if isScreenIn { try screen.unplug() } else { try screen.plug() }
      isScreenIn.toggle()
    case 2...5: if isKeypadIn { device.send(press(KEY_5)) }
    case 6: try device.setHeld(Bool.random(using: &random))
    default: display.show(content(Int.random(in: 0..<100, using: &random)))
    }
    await loop.sleep(for: .milliseconds(Int.random(in: 0...2, using: &random)))
    // Whatever was pulled when: nothing but what was pressed is ever told.
    for case .keyPressed(let key) in events.list { #expect(key == .digit(5)) }
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

  /// What the open descriptors of this process are.
  private static var descriptors: [String] {
    let folder = "/proc/self/fd"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
    }
  }

  private static var threads: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
  }

  private static var residentKilobytes: Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
  }
}
