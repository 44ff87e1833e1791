import EventLoop
import HAL
import MockedUSB
import Testing
import USBHost

/// The real libusb on mocked devices.
@Suite(.enabled(if: MockedUSBBus.isPresent, "MockedBusTests runs them beneath usbmockd"))
struct USBHostTests {
  /// Opens the device's connection and claims interface 0.
  static func connect(
    _ device: MockedUSBDevice, on host: USBHost, plugging: Bool = true
  ) async throws -> USBConnection {
    if plugging { try device.plug() }
    let found = try await arrival(of: device, on: host)
    let connection = try found.open()
    try await connection.claim(interface: 0, timeout: .seconds(5))
    return connection
  }

  static func arrival(of device: MockedUSBDevice, on host: USBHost) async throws -> USBDevice {
    let match = USBDeviceMatch(portPath: device.portPath)
    for _ in 0..<2000 {
      if let found = host.device(matching: match) { return found }
      await host.clock.sleep(for: .milliseconds(5))
    }
    throw MockedUSBBus.Failure(description: "the device did not arrive")
  }

  @Test func `a device is known before it is opened`() throws {
    let device = try MockedUSBDevice(.printer(), serial: "P-17")
    try device.plug()
    try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      let found = try await Self.arrival(of: device, on: host)
      let description = found.description
      #expect(description.identity == USBIdentity(vendor: 0x0416, product: 0x5011))
      #expect(description.serialNumber == "P-17")
      #expect(description.productName == "Mocked device")
      #expect(description.manufacturer == "Lianji")
      #expect(description.release == 0x0100)
      let interface = try #require(description.interfaces.first)
      #expect(interface.interfaceClass == 7)
      #expect(interface.endpoint(.bulk, .out)?.address == 0x01)
      #expect(interface.endpoint(.bulk, .in)?.address == 0x82)
      #expect(interface.endpoint(.interrupt, .in) == nil)
      #expect(found.isAttached)
    }
  }

  @Test func `devices that come and go are told of`() throws {
    let device = try MockedUSBDevice(.swipeReader())
    try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      let log = PlugLog(portPath: device.portPath, clock: loop)
      host.add(log)
      for _ in 1...3 {
        try device.plug()
        #expect(await log.next() == true)
        try device.unplug()
        #expect(await log.next() == false)
      }
      host.remove(log)
      try device.plug()
      _ = try await Self.arrival(of: device, on: host)
      #expect(log.isEmpty)
    }
  }

  @Test func `bytes cross both ways and requests are answered`() throws {
    let device = try MockedUSBDevice(.printer())
    let identity = Array("MFG:POS;MDL:T80;CLS:PRINTER;".utf8)
    try device.answer(
      type: 0xA1, request: 0, with: .bytes([0, UInt8(identity.count + 2)] + identity))
    try device.answer(type: 0xA1, request: 1, with: .bytes([0x18]))
    try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      let connection = try await Self.connect(device, on: host)
      let text = Array(repeating: UInt8(0x41), count: 20_000)
      #expect(try await connection.write(text, to: 0x01, timeout: .seconds(5)) == 20_000)
      #expect(try device.taken(by: 0x01) == text)
      try device.send([0x12, 0x34], from: 0x82)
      #expect(
        try await connection.read(from: 0x82, limit: 64, timeout: .seconds(5)) == [0x12, 0x34])
      let deviceID = USBControlRequest(.classDefined, .interface, request: 0)
      let answer = try await connection.controlRead(deviceID, limit: 255, timeout: .seconds(5))
      #expect(answer.dropFirst(2).elementsEqual(identity))
      let status = USBControlRequest(.classDefined, .interface, request: 1)
      #expect(try await connection.controlRead(status, limit: 1, timeout: .seconds(5)) == [0x18])
      let reset = USBControlRequest(.classDefined, .interface, request: 2, value: 3, index: 1)
      try await connection.controlWrite(reset, [9, 8], timeout: .seconds(5))
      #expect(try device.controlRequests() == [0x21, 2, 3, 0, 1, 0, 2, 0, 9, 8])
      await connection.close()
      #expect(try device.state()["claims"] == 0)
    }
  }

  @Test func `reports arrive one by one, as many as come, until they are no longer wanted`() throws
  {
    let device = try MockedUSBDevice(.swipeReader())
    try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      let connection = try await Self.connect(device, on: host)
      let reports = Mailbox<Result<[UInt8], USBError>>(clock: loop)
      connection.receiveReports(from: 0x81, limit: 337) { reports.post($0) }
      for number in 0..<50 { try device.send(Self.report(number), from: 0x81) }
      for number in 0..<50 {
        #expect(await reports.next(timeout: .seconds(5)) == .success(Self.report(number)))
      }
      connection.cancelTransfers(of: 0x81)
      #expect(
        await reports.next(timeout: .seconds(5)) == .failure(.cancelled(transferred: 0)))
      connection.receiveReports(from: 0x81, limit: 337) { reports.post($0) }
      try device.send([1], from: 0x81)
      #expect(await reports.next(timeout: .seconds(5)) == .success([1]))
      await connection.close()
      #expect(
        await reports.next(timeout: .seconds(5)) == .failure(.cancelled(transferred: 0)))
      #expect(try device.state()["pending"] == 0)
    }
  }

  private static func report(_ number: Int) -> [UInt8] {
    (0..<337).map { UInt8(truncatingIfNeeded: $0 + number) }
  }

  @Test func `waiting for devices costs no work`() throws {
    let device = try MockedUSBDevice(.swipeReader())
    try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      let connection = try await Self.connect(device, on: host)
      connection.receiveReports(from: 0x81, limit: 64) { _ in }
      await loop.sleep(for: .milliseconds(100))
      let before = try device.state()["ioctls"]
      await loop.sleep(for: .milliseconds(500))
      #expect(try device.state()["ioctls"] == before)
      await connection.close()
    }
  }
}
