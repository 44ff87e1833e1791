import EventLoop
import HAL
import HALConformance
import MagneticStripe
import MockedUSB
import Testing
import USBHost
import USBMagstripe

@Suite(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
struct MockedBusTests {
  @Test func `on a mocked device the driver and the real libusb take what happens`() throws {
    try MockedUSBBus.runTests(matching: "USBMagstripeReaderTests")
  }
}

/// What the driver makes of everything that goes wrong at a reader (reference 2.2 and 2.10).
@Suite(.enabled(if: MockedUSBBus.isPresent, "MockedBusTests runs them beneath usbmockd"))
struct USBMagstripeReaderTests {
  @Test func `a stall is cleared, and the next card is read`() throws {
    try EventLoop.run { loop in
      let stand = try SwipeStand(loop: loop)
      try await stand.start()
      for _ in 1...5 {
        try stand.device.stall(0x81)
        try await eventually(loop) { try stand.device.state()["clears"] ?? 0 > 0 }
        try stand.draw()
        try await stand.expectSwipe()
      }
      #expect(try stand.device.state()["clears"] == 5)
      await stand.stop()
    }
  }

  @Test func `a report that is too long is one swipe that could not be decoded`() throws {
    try EventLoop.run { loop in
      let stand = try SwipeStand(loop: loop)
      try await stand.start()
      try stand.device.send([UInt8](repeating: 0x31, count: 400), from: 0x81)
      try await stand.expectFault(.notDecoded)
      try await stand.events.expectNone()
      try stand.draw()
      try await stand.expectSwipe()
      await stand.stop()
    }
  }

  @Test func `after a report that was too long, a plug makes a fresh start`() throws {
    try EventLoop.run { loop in
      let stand = try SwipeStand(loop: loop)
      try await stand.start()
      try stand.device.send([UInt8](repeating: 0x31, count: 400), from: 0x81)
      try await stand.expectFault(.notDecoded)
      try stand.device.unplug()
      try await stand.events.expect(.deviceLost(SwipeStand.name))
      try stand.device.plug()
      try await stand.events.expect(.deviceFound(SwipeStand.name))
      try stand.draw()
      try await stand.expectSwipe()
      await stand.stop()
    }
  }

  @Test func `noise on the bus is survived`() throws {
    try EventLoop.run { loop in
      let stand = try SwipeStand(loop: loop)
      try await stand.start()
      try stand.device.spoil(0x81, count: 2)
      try stand.draw()
      try await stand.expectSwipe()
      await stand.stop()
    }
  }

  @Test func `a device that keeps failing is lost, and comes back when it has recovered`() throws {
    try EventLoop.run { loop in
      let stand = try SwipeStand(loop: loop)
      try await stand.start()
      try stand.device.spoil(0x81, count: 6)
      try await stand.events.expect(.deviceLost(SwipeStand.name))
      #expect(!stand.reader.isAvailable)
      try await stand.events.expect(.deviceFound(SwipeStand.name))
      while case .deviceLost? = await stand.events.next(within: .milliseconds(500)) {
        try await stand.events.expect(.deviceFound(SwipeStand.name))
      }
      try stand.draw()
      try await stand.expectSwipe()
      await stand.stop()
    }
  }

  @Test func `a report cut short, an empty one and garbage do not stop the driver`() throws {
    try EventLoop.run { loop in
      let stand = try SwipeStand(loop: loop)
      try await stand.start()
      try stand.device.send([], from: 0x81)
      try await stand.events.expectNone()
      for garbage in [[0x01], [UInt8](repeating: 0xFF, count: 337)] {
        try stand.device.send(garbage, from: 0x81)
        try await stand.expectFault(.notDecoded)
      }
      try stand.draw()
      try await stand.expectSwipe()
      await stand.stop()
    }
  }

  @Test func `without rights the driver names the rule, and starts once they are there`() throws {
    try EventLoop.run { loop in
      let stand = try SwipeStand(loop: loop)
      try stand.device.allow(false)
      try stand.device.plug()
      stand.reader.start()
      try await eventually(loop) { stand.reader.trouble != nil }
      let identity = USBIdentity(vendor: 0x0801, product: 0x0002)
      #expect(stand.reader.trouble == .accessDenied(identity))
      #expect(!stand.reader.isAvailable)
      try stand.device.allow(true)
      try await stand.events.expect(.deviceFound(SwipeStand.name))
      #expect(stand.reader.trouble == nil)
      await stand.stop()
    }
  }

  @Test func `a reader that another process holds is taken when that lets go`() throws {
    try EventLoop.run { loop in
      let stand = try SwipeStand(loop: loop)
      try stand.device.plug()
      var found: USBDevice?
      try await eventually(loop) {
        found = stand.host.device(matching: USBDeviceMatch(portPath: stand.device.portPath))
        return found != nil
      }
      let other = try #require(try found?.open())
      try await other.claim(interface: 0, timeout: .seconds(5))
      stand.reader.start()
      try await eventually(loop) { stand.reader.trouble == .busy }
      await other.close()
      try await stand.events.expect(.deviceFound(SwipeStand.name))
      await stand.stop()
    }
  }

  @Test func `the cable pulled in the middle of opening is no harm`() throws {
    try EventLoop.run { loop in
      let stand = try SwipeStand(loop: loop)
      stand.reader.start()
      try stand.device.delayClaims(milliseconds: 30)
      for delay in stride(from: 0, to: 60, by: 6) {
        try stand.device.plug()
        await loop.sleep(for: .milliseconds(delay))
        try stand.device.unplug()
      }
      try stand.device.delayClaims(milliseconds: 0)
      try stand.device.plug()
      try await eventually(loop) { stand.reader.isAvailable }
      try stand.draw()
      while let event = await stand.events.next() {
        if case .cardSwiped = event { break }
      }
      await stand.stop()
    }
  }

  @Test func `the device's own descriptor says how long its reports are`() throws {
    try EventLoop.run { loop in
      // 856 bytes in packets of 8: no short packet ends the report.
      let descriptor: [UInt8] = [0x75, 0x08, 0x96, 0x58, 0x03, 0x81, 0x02]
      let stand = try SwipeStand(
        format: .magTekEncrypted,
        descriptors: .swipeReader(
          packetSize: 8, hidReportDescriptorLength: UInt16(descriptor.count)),
        loop: loop)
      try stand.device.answer(
        type: 0x81, request: 6, value: 0x2200, with: .bytes(descriptor))
      try await stand.start()
      try stand.draw()
      try await stand.expectSwipe()
      await stand.stop()
    }
  }

  @Test func `two equal readers are told apart by port and by serial number`() throws {
    try EventLoop.run { loop in
      let first = try MockedUSBDevice(.swipeReader(), serial: "A1")
      let stand = try SwipeStand(loop: loop)
      try first.plug()
      try await stand.start()
      let bySerial = USBMagstripeReader(
        name: DeviceName("other"),
        match: USBDeviceMatch(
          identity: USBIdentity(vendor: 0x0801, product: 0x0002), serialNumber: "A1"),
        format: .magTek, clock: loop, host: { [host = stand.host] in host })
      bySerial.start()
      try await eventually(loop) { bySerial.isAvailable }
      #expect(try first.state()["claims"] == 1)
      #expect(try stand.device.state()["claims"] == 1)
      bySerial.stop()
      await stand.stop()
    }
  }

  @Test func `a stopped driver gives the device back, and says nothing more`() throws {
    try EventLoop.run { loop in
      let stand = try SwipeStand(loop: loop)
      try stand.device.bindKernelDriver("usbhid")
      try await stand.start()
      #expect(try stand.device.state()["detached"] == 1)
      await stand.stop()
      #expect(try stand.device.state()["detached"] == 0)
      #expect(try stand.device.state()["claims"] == 0)
      try stand.device.unplug()
      try stand.device.plug()
      try await stand.events.expectNone()
    }
  }
}

/// Waits until something holds; fails after ten seconds.
func eventually(_ loop: EventLoop, _ condition: () throws -> Bool) async throws {
  for _ in 0..<2000 {
    if try condition() { return }
    await loop.sleep(for: .milliseconds(5))
  }
  Issue.record("it never came about")
}
