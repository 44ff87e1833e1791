import EventLoop
import HAL
import MockedUSB
import Testing
import USBHost

/// Each thing that goes wrong on a bus, provoked through the real libusb (reference 2.10).
@Suite(.enabled(if: MockedUSBBus.isPresent, "MockedBusTests runs them beneath usbmockd"))
struct USBErrorTests {
  /// Runs a body with a claimed connection to a printer, and closes it.
  private func withPrinter(
    _ body: @escaping @Sendable (USBConnection, MockedUSBDevice, EventLoop) async throws -> Void
  ) throws {
    let device = try MockedUSBDevice(.printer())
    try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      let connection = try await USBHostTests.connect(device, on: host)
      try await body(connection, device, loop)
      await connection.close()
    }
  }

  @Test func `a device without rights names the udev rule that is missing`() throws {
    let device = try MockedUSBDevice(.swipeReader())
    try device.plug()
    try device.allow(false)
    try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      let found = try await USBHostTests.arrival(of: device, on: host)
      let identity = USBIdentity(vendor: 0x0801, product: 0x0002)
      #expect(throws: USBError.accessDenied(identity)) { try found.open() }
      let text = USBError.accessDenied(identity).description
      #expect(
        text.contains(
          #"SUBSYSTEM=="usb", ATTR{idVendor}=="0801", ATTR{idProduct}=="0002", MODE="0660", "#
            + #"GROUP="pos""#))
      try device.allow(true)
      let connection = try found.open()
      await connection.close()
    }
  }

  @Test func `an interface that somebody else holds is busy`() throws {
    try withPrinter { first, device, loop in
      let second = try first.device.open()
      await #expect(throws: USBError.busy) {
        try await second.claim(interface: 0, timeout: .seconds(5))
      }
      await first.close()
      try await second.claim(interface: 0, timeout: .seconds(5))
      await second.close()
    }
  }

  @Test func `a kernel driver is detached for the claim, and gets the interface back`() throws {
    let device = try MockedUSBDevice(.swipeReader())
    try device.bindKernelDriver("usbhid")
    try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      let connection = try await USBHostTests.connect(device, on: host)
      #expect(try device.state()["detached"] == 1)
      await connection.close()
      #expect(try device.state()["detached"] == 0)
    }
  }

  @Test func `an interface that the device has not is not found`() throws {
    try withPrinter { connection, _, _ in
      await #expect(throws: USBError.notFound) {
        try await connection.claim(interface: 5, timeout: .seconds(5))
      }
    }
  }

  @Test func `a printer that takes no more bytes ends in a time-out that says how many it took`()
    throws
  {
    try withPrinter { connection, device, _ in
      try device.setRoom(10, of: 0x01)
      let bytes = Array(UInt8(0)..<64)
      await #expect(throws: USBError.timedOut(transferred: 10)) {
        try await connection.write(bytes, to: 0x01, timeout: .milliseconds(50))
      }
      try device.setRoom(nil, of: 0x01)
      let rest = Array(bytes.dropFirst(10))
      #expect(try await connection.write(rest, to: 0x01, timeout: .seconds(5)) == 54)
      #expect(try device.taken(by: 0x01) == bytes)
    }
  }

  @Test func `silence ends in a time-out`() throws {
    try withPrinter { connection, device, _ in
      await #expect(throws: USBError.timedOut(transferred: 0)) {
        try await connection.read(from: 0x82, limit: 64, timeout: .milliseconds(20))
      }
      try device.answer(type: 0xA1, request: 1, with: .silence)
      let status = USBControlRequest(.classDefined, .interface, request: 1)
      await #expect(throws: USBError.timedOut(transferred: 0)) {
        try await connection.controlRead(status, limit: 1, timeout: .milliseconds(20))
      }
    }
  }

  @Test func `a claim that hangs ends at its deadline`() throws {
    let device = try MockedUSBDevice(.printer())
    try device.plug()
    try device.delayClaims(milliseconds: 300)
    try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      let found = try await USBHostTests.arrival(of: device, on: host)
      let connection = try found.open()
      await #expect(throws: USBError.timedOut(transferred: 0)) {
        try await connection.claim(interface: 0, timeout: .milliseconds(20))
      }
      await connection.close()
      #expect(try device.state()["claims"] == 0)
    }
  }

  @Test func `a stalled endpoint goes on after its halt was cleared`() throws {
    try withPrinter { connection, device, _ in
      try device.stall(0x82)
      for _ in 1...2 {
        await #expect(throws: USBError.stalled) {
          try await connection.read(from: 0x82, limit: 64, timeout: .seconds(5))
        }
      }
      try await connection.clearHalt(of: 0x82, timeout: .seconds(5))
      try device.send([7], from: 0x82)
      #expect(try await connection.read(from: 0x82, limit: 64, timeout: .seconds(5)) == [7])
    }
  }

  @Test func `a refused request is a stall, and the next one goes through`() throws {
    try withPrinter { connection, device, _ in
      let status = USBControlRequest(.classDefined, .interface, request: 1)
      await #expect(throws: USBError.stalled) {
        try await connection.controlRead(status, limit: 1, timeout: .seconds(5))
      }
      try device.answer(type: 0xA1, request: 1, with: .bytes([0x18]))
      #expect(try await connection.controlRead(status, limit: 1, timeout: .seconds(5)) == [0x18])
    }
  }

  @Test func `a packet that does not fit is an overflow`() throws {
    try withPrinter { connection, device, _ in
      try device.send(Array(repeating: 1, count: 64), from: 0x82)
      await #expect(throws: USBError.overflow) {
        try await connection.read(from: 0x82, limit: 10, timeout: .seconds(5))
      }
    }
  }

  @Test func `noise on the bus is an error of input and output`() throws {
    try withPrinter { connection, device, _ in
      try device.spoil(0x01)
      await #expect(throws: USBError.inputOutput) {
        try await connection.write([1], to: 0x01, timeout: .seconds(5))
      }
      #expect(try await connection.write([1], to: 0x01, timeout: .seconds(5)) == 1)
    }
  }

  @Test func `a transfer can be cancelled, and says what had crossed`() throws {
    try withPrinter { connection, device, loop in
      try device.setRoom(3, of: 0x01)
      loop.setTimer(after: .milliseconds(20)) { connection.cancelTransfers(of: 0x01) }
      await #expect(throws: USBError.cancelled(transferred: 3)) {
        try await connection.write([1, 2, 3, 4], to: 0x01, timeout: .seconds(5))
      }
    }
  }

  @Test func `pulling the cable ends what is under way, and nothing starts after it`() throws {
    try withPrinter { connection, device, loop in
      let reports = Mailbox<Result<[UInt8], USBError>>(clock: loop)
      connection.receiveReports(from: 0x82, limit: 64) { reports.post($0) }
      try device.setRoom(0, of: 0x01)
      loop.setTimer(after: .milliseconds(20)) { try? device.unplug() }
      await #expect(throws: USBError.deviceGone) {
        try await connection.write([1], to: 0x01, timeout: .seconds(5))
      }
      #expect(await reports.next(timeout: .seconds(5)) == .failure(.deviceGone))
      await #expect(throws: USBError.deviceGone) {
        try await connection.write([1], to: 0x01, timeout: .seconds(5))
      }
      await #expect(throws: USBError.deviceGone) {
        try await connection.claim(interface: 0, timeout: .seconds(5))
      }
      #expect(throws: USBError.deviceGone) { try connection.device.open() }
    }
  }

  /// LIBUSB_ERROR_NO_DEVICE of the submission itself: nobody has heard of the pull yet.
  @Test func `a transfer that is started right behind the pull finds no device`() throws {
    try withPrinter { connection, device, loop in
      let before = try device.state()["ioctls"] ?? 0
      try device.die()
      // The loop has not turned: the driver still thinks that the device is there.
      #expect(connection.device.isAttached)
      await #expect(throws: USBError.deviceGone) {
        try await connection.write([1], to: 0x01, timeout: .seconds(5))
      }
      #expect(try device.state()["ioctls"] ?? 0 > before)
      try device.unplug()
    }
  }

  @Test(arguments: [true, false])
  func `the news of the pull comes before the end of the transfers, or after it`(
    isNewsFirst: Bool
  ) throws {
    let device = try MockedUSBDevice(.printer())
    try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      let log = PlugLog(portPath: device.portPath, clock: loop)
      host.add(log)
      let connection = try await USBHostTests.connect(device, on: host)
      #expect(await log.next() == true)
      let reports = Mailbox<Result<[UInt8], USBError>>(clock: loop)
      connection.receiveReports(from: 0x82, limit: 64) { reports.post($0) }
      await loop.sleep(for: .milliseconds(20))
      if isNewsFirst {
        try device.leave()
        #expect(await log.next() == false)
        #expect(await reports.next(timeout: .milliseconds(50)) == nil)
        try device.unplug()
        #expect(await reports.next(timeout: .seconds(5)) == .failure(.deviceGone))
      } else {
        try device.die()
        #expect(await reports.next(timeout: .seconds(5)) == .failure(.deviceGone))
        #expect(log.isEmpty)
        try device.unplug()
        #expect(await log.next() == false)
      }
      await connection.close()
      // There once more, as if nothing had been.
      let next = try await USBHostTests.connect(device, on: host)
      #expect(await log.next() == true)
      #expect(try await next.write([1], to: 0x01, timeout: .seconds(5)) == 1)
      await next.close()
    }
  }

  @Test func `a connection may be closed in reply to a report, and to its loss`() throws {
    let device = try MockedUSBDevice(.swipeReader())
    try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      let ends = Mailbox<Bool>(clock: loop)
      for pulls in [false, true] {
        let connection = try await USBHostTests.connect(device, on: host)
        connection.receiveReports(from: 0x81, limit: 64) { outcome in
          // The close ends the reports in its turn.
          if outcome != .failure(.cancelled(transferred: 0)) {
            connection.close { ends.post(pulls) }
          }
        }
        if pulls { try device.unplug() } else { try device.send([1], from: 0x81) }
        #expect(await ends.next(timeout: .seconds(5)) == pulls)
      }
    }
  }

  @Test func `a connection that nobody keeps closes itself`() throws {
    let device = try MockedUSBDevice(.swipeReader())
    try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      do { _ = try await USBHostTests.connect(device, on: host) }
      for _ in 0..<200 where try device.state()["clients"] != 0 {
        await loop.sleep(for: .milliseconds(5))
      }
      #expect(try device.state()["clients"] == 0)
    }
  }
}
