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
/// `LIANJI_STORM_EVENTS` sets how many; the whole storm is 10,000.
@Suite struct MagstripeStormTests {
  private static let eventCount =
    ProcessInfo.processInfo.environment["LIANJI_STORM_EVENTS"].flatMap { Int($0) } ?? 1500

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
      let storm = try USBStorm(loop: loop)
      try await storm.blow(Self.eventCount / 5)
      let before = try await storm.calm()
      try await storm.blow(Self.eventCount)
      let after = try await storm.calm()
      print("storm: \(Self.eventCount) events, \(before), then \(after)")
      #expect(after.descriptors == before.descriptors)
      #expect(after.threads <= before.threads)
      #expect(after.kilobytes - before.kilobytes < 2048)
      #expect(storm.watcher.swipeCount > Self.eventCount / 10)
    }
  }

  @Test(.enabled(if: MockedUSBBus.isPresent, "started by the test above, beneath the bus"))
  func keyboard() throws {
    try EventLoop.run { loop in
      let storm = try WedgeStorm(loop: loop)
      try await storm.blow(Self.eventCount / 5)
      let before = try await storm.calm()
      try await storm.blow(Self.eventCount)
      let after = try await storm.calm()
      print("storm: \(Self.eventCount) events, \(before), then \(after)")
      #expect(after.descriptors == before.descriptors)
      #expect(after.threads <= before.threads)
      #expect(after.kilobytes - before.kilobytes < 2048)
    }
  }
}

extension String {
  /// The line in which a storm says what it cost.
  fileprivate var stormLine: String {
    split(separator: "\n").first { $0.hasPrefix("storm:") }.map(String.init) ?? "no storm"
  }
}
