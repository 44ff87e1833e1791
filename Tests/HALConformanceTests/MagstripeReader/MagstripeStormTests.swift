import EventLoop
import Foundation
import HAL
import HALConformance
import KeyboardWedge
import MagneticStripe
import MockDevices
import MockedUSB
import Testing
import USBHost
import USBMagstripe

/// Random swipes, pulls and faults: nothing is left behind, and the reader works at the end.
///
/// `LIANJI_STORM` sets how many, `LIANJI_SEED` which; `make storm` runs 10,000.
@Suite struct MagstripeStormTests {
  private static let order = StormOrder(usually: 1500)

  @Test(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
  func `a storm over the real libusb leaves nothing behind`() throws {
    print(try MockedUSBBus.runTests(matching: "MagstripeStormTests/usb").stormLine)
  }

  @Test(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
  func `a storm over evdev leaves nothing behind`() throws {
    print(try MockedUSBBus.runTests(matching: "MagstripeStormTests/keyboard").stormLine)
  }

  @Test(.enabled(if: MockedUSBBus.isPresent, "started by the test above, beneath the bus"))
  func usb() throws {
    try EventLoop.run { loop in
      let storm = try USBStorm(seed: Self.order.seed, loop: loop)
      try await weather(storm.blow, storm.calm, storm.watcher, swipesInHundred: 10)
    }
  }

  @Test(.enabled(if: MockedUSBBus.isPresent, "started by the test above, beneath the bus"))
  func keyboard() throws {
    try EventLoop.run { loop in
      let storm = try WedgeStorm(seed: Self.order.seed, loop: loop)
      try await weather(storm.blow, storm.calm, storm.watcher, swipesInHundred: 1)
    }
  }

  /// What is made once is there after the first part.
  private func weather(
    _ blow: (Int) async throws -> Void, _ calm: () async throws -> ProcessResources,
    _ watcher: ReaderWatcher, swipesInHundred: Int
  ) async throws {
    let order = Self.order
    try await blow(order.events / 5)
    let before = try await calm()
    try await blow(order.events)
    let after = try await calm()
    print(
      "storm: swipes: \(order.events) events, \(watcher.swipeCount) swipes, "
        + "\(before), then \(after) (\(order))")
    let hint = Comment(rawValue: order.description)
    #expect(after.leftovers(since: before, events: order.events) == nil, hint)
    #expect(watcher.swipeCount > order.events * swipesInHundred / 100, hint)
  }
}

extension String {
  /// The line in which a storm says what it cost.
  fileprivate var stormLine: String {
    split(separator: "\n").first { $0.hasPrefix("storm:") }.map(String.init) ?? "no storm"
  }
}
