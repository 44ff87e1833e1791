import ESCPOS
import EmulatedPorts
import EventLoop
import Glibc
import HAL
import MockDevices
import MockedUSB
import Testing
import ThermalPrinter
import USBHost

/// What USB printers do to their driver, through the real libusb and the real ioctls.
///
/// Source: the reference, 4.3 and 4.4. The whole of what a printer must do runs in HALConformance;
/// here are the troubles that only a USB port has. One at a time: a delayed answer of the mocked
/// kernel holds up all others.
@Suite(
  .serialized,
  .enabled(if: MockedUSBBus.isPresent, "PrintersOnMockedBusTests runs them beneath usbmockd"))
struct USBPortTests {
  private func printer(
    at address: PrinterAddress, _ level: PrinterProfile.StatusLevel, loop: EventLoop
  ) -> ESCPOSPrinter {
    var profile = PrinterProfile.quick { $0.status = level }
    profile.answerPatience = .milliseconds(200)
    var host: USBHost?
    return ESCPOSPrinter(
      name: DeviceName("printer"), at: address, profile: profile, loop: loop,
      usb: { () throws(USBError) in
        if let host { return host }
        let made = try USBHost(loop: loop)
        host = made
        return made
      })
  }

  private func print(_ driver: ESCPOSPrinter, timeout: Duration = .seconds(10)) async -> Outcome {
    do throws(PrintFailure) {
      return .success(
        try await driver.print(
          PrintJob(PrintJobIdentifier("slip"), SampleSlip.short), timeout: timeout))
    } catch {
      return .failure(error)
    }
  }

  @Test(arguments: [
    (0x18, Outcome.weak), (0x38, .failed(.paperOut, isBegun: false)),
    (0x20, .failed(.paperOut, isBegun: false)), (0x10, .failed(.offline, isBegun: false)),
    (0x08, .failed(.offline, isBegun: false)), (0x00, .failed(.offline, isBegun: false)),
  ])
  func `the bits of a USB port are understood`(bits: Int, expected: Outcome) throws {
    let device = try MockedUSBDevice(.printer())
    try device.answer(type: 0xA1, request: 1, with: .bytes([UInt8(bits)]))
    try device.plug()
    let outcome = EventLoop.run { loop in
      await print(printer(at: .usb(.init(portPath: device.portPath)), .port, loop: loop))
    }
    #expect(outcome == expected)
    if expected == .weak { #expect(try device.taken(by: 0x01).starts(with: [0x1B, 0x40])) }
  }

  @Test(arguments: [(0x18, Outcome.weak), (0x38, .failed(.paperOut, isBegun: false))])
  func `the kernel's driver tells the same bits, and is told to fail without paper`(
    bits: Int, expected: Outcome
  ) throws {
    let line = try MockedPrinterLine()
    try line.setStatus(UInt8(bits))
    let outcome = try EventLoop.run { loop in
      let terminal = try PseudoTerminal(EmulatedPrinter(.mute), link: line.nodePath, loop: loop)
      defer { terminal.unplug() }
      return await print(printer(at: .usbLine(path: line.path), .port, loop: loop))
    }
    #expect(outcome == expected)
    #expect(try line.failsWithoutPaper())
  }

  @Test func `no space on the kernel's line is no paper`() throws {
    let line = try MockedPrinterLine()
    #expect(symlink("/dev/full", line.nodePath) == 0)
    let outcome = EventLoop.run { loop in
      await print(printer(at: .usbLine(path: line.path), .port, loop: loop))
    }
    #expect(outcome == .failed(.paperOut, isBegun: true))
  }

  @Test func `a printer that hangs behind the kernel's driver holds nobody up`() throws {
    let line = try MockedPrinterLine()
    try line.delayStatus(milliseconds: 1200)
    let (outcome, ticks, later) = try EventLoop.run { loop in
      let terminal = try PseudoTerminal(EmulatedPrinter(.mute), link: line.nodePath, loop: loop)
      defer { terminal.unplug() }
      let driver = printer(at: .usbLine(path: line.path), .port, loop: loop)
      let (outcome, ticks) = await ticking(loop) {
        await print(driver, timeout: .milliseconds(400))
      }
      // The kernel answers in the end, and the printer is there again.
      try line.delayStatus(milliseconds: 0)
      return (outcome, ticks, await print(driver))
    }
    #expect(outcome == .failed(.timedOut, isBegun: false))
    // The question alone would have kept the loop for more than a second.
    #expect(ticks >= 3)
    #expect(later == .weak)
  }

  @Test func `the line DSR of an adapter that hangs holds nobody up`() throws {
    let adapter = try MockedSerialAdapter()
    let (before, outcome, ticks, later) = try EventLoop.run { loop in
      let device = EmulatedPrinter(.mute)
      let terminal = try PseudoTerminal(device, link: adapter.nodePath, loop: loop)
      defer { terminal.unplug() }
      let driver = printer(
        at: .serial(path: adapter.path, baud: nil, flow: .dtrDSR), .none, loop: loop)
      let before = await print(driver)
      try adapter.delayLines(milliseconds: 1200)
      let (outcome, ticks) = await ticking(loop) {
        await print(driver, timeout: .milliseconds(400))
      }
      try adapter.delayLines(milliseconds: 0)
      return (before, outcome, ticks, await print(driver))
    }
    #expect(before == .weak && later == .weak)
    #expect(outcome == .failed(.timedOut, isBegun: true))
    #expect(ticks >= 3)
  }

  @Test func `a line that says stop is waited for, and goes on with DSR`() throws {
    let adapter = try MockedSerialAdapter()
    let (stopped, printed) = try EventLoop.run { loop in
      let terminal = try PseudoTerminal(
        EmulatedPrinter(.mute), link: adapter.nodePath, loop: loop)
      defer { terminal.unplug() }
      let driver = printer(
        at: .serial(path: adapter.path, baud: nil, flow: .dtrDSR), .none, loop: loop)
      try adapter.setReady(false)
      let stopped = await print(driver, timeout: .milliseconds(200))
      loop.setTimer(after: .milliseconds(100)) { try? adapter.setReady(true) }
      return (stopped, await print(driver))
    }
    #expect(stopped == .failed(.timedOut, isBegun: true))
    #expect(printed == .weak)
  }

  /// Counts the ticks of a timer of 50 ms meanwhile.
  private func ticking<Value>(
    _ loop: EventLoop, _ body: () async -> Value
  ) async -> (value: Value, ticks: Int) {
    let ticker = Ticker(loop)
    ticker.tick()
    let value = await body()
    return (value, ticker.stop())
  }

  @Test func `a node that has vanished is a printer that is gone, and one that is back is found`()
    throws
  {
    let line = try MockedPrinterLine()
    let (before, gone, after) = try EventLoop.run { loop in
      let driver = printer(at: .usbLine(path: line.path), .port, loop: loop)
      let first = try PseudoTerminal(EmulatedPrinter(.mute), link: line.nodePath, loop: loop)
      let before = await print(driver)
      // The open file is dead and its node is no more.
      first.unplug()
      try line.setStatus(nil)
      let gone = await print(driver, timeout: .milliseconds(500))
      try line.setStatus(0x18)
      let second = try PseudoTerminal(EmulatedPrinter(.mute), link: line.nodePath, loop: loop)
      defer { second.unplug() }
      return (before, gone, await print(driver))
    }
    #expect(before == .weak && after == .weak)
    #expect(gone == .failed(.portUnavailable(code: ENOENT), isBegun: false))
  }

  @Test(arguments: [(nil, PrinterError.offline), (0x38, .paperOut)] as [(UInt8?, PrinterError)])
  func `a printer that is plugged in and silent is off line`(
    bits: UInt8?, expected: PrinterError
  ) throws {
    let device = try MockedUSBDevice(.printer())
    try device.answer(type: 0xA1, request: 1, with: .bytes([bits ?? 0x18]))
    try device.plug()
    let outcome = EventLoop.run { loop in
      await print(printer(at: .usb(.init(portPath: device.portPath)), .realTime, loop: loop))
    }
    #expect(outcome == .failed(expected, isBegun: false))
  }

  @Test func `a printer that takes no bytes does not hold anybody up, and is reset`() throws {
    let device = try MockedUSBDevice(.printer())
    try device.answer(type: 0xA1, request: 1, with: .bytes([0x18]))
    try device.answer(type: 0x21, request: 2, with: .bytes([]))
    try device.setRoom(100, of: 0x01)
    try device.plug()
    let outcome = EventLoop.run { loop in
      await print(
        printer(at: .usb(.init(portPath: device.portPath)), .port, loop: loop),
        timeout: .milliseconds(500))
    }
    #expect(outcome == .failed(.timedOut, isBegun: true))
    // SOFT_RESET: what waits in the printer is thrown away.
    #expect(try device.controlRequests().firstRange(of: [0x21, 0x02]) != nil)
  }

  @Test func `a stall is cleared once and the slip goes on`() throws {
    let device = try MockedUSBDevice(.printer())
    try device.answer(type: 0xA1, request: 1, with: .bytes([0x18]))
    try device.plug()
    let outcome = try EventLoop.run { loop in
      let driver = printer(at: .usb(.init(portPath: device.portPath)), .port, loop: loop)
      _ = try await driver.status(timeout: .seconds(5))
      try device.stall(0x01)
      return await print(driver)
    }
    #expect(outcome == .weak)
    #expect(try device.state()["clears"] == 1)
  }

  @Test func `a printer without rights or held by others is told so`() throws {
    let device = try MockedUSBDevice(.printer())
    try device.plug()
    try device.allow(false)
    let denied = EventLoop.run { loop in
      await print(printer(at: .usb(.init(portPath: device.portPath)), .port, loop: loop))
    }
    #expect(denied == .failed(.portUnavailable(code: EACCES), isBegun: false))
    try device.allow(true)
    let busy = try EventLoop.run { loop in
      let host = try USBHost(loop: loop)
      let found = try #require(host.device(matching: .init(portPath: device.portPath)))
      let connection = try found.open()
      try await connection.claim(interface: 0, timeout: .seconds(5))
      let outcome = await print(
        printer(at: .usb(.init(portPath: device.portPath)), .port, loop: loop))
      await connection.close()
      return outcome
    }
    #expect(busy == .failed(.portUnavailable(code: EBUSY), isBegun: false))
  }

  @Test func `a printer is found by vendor and product, serial number, or port`() throws {
    let device = try MockedUSBDevice(.printer(vendor: 0x0FE6, product: 0x811E), serial: "SN77")
    try device.answer(type: 0xA1, request: 1, with: .bytes([0x18]))
    try device.plug()
    let identity = USBIdentity(vendor: 0x0FE6, product: 0x811E)
    let matches: [(USBDeviceMatch, Bool)] = [
      (.init(identity: identity), true), (.init(serialNumber: "SN77"), true),
      (.init(identity: identity, portPath: device.portPath), true),
      (.init(serialNumber: "SN78"), false), (.init(identity: identity, portPath: "1-8"), false),
    ]
    for (match, isFound) in matches {
      let outcome = EventLoop.run { loop in
        let driver = printer(at: .usb(match), .port, loop: loop)
        let outcome = await print(driver)
        driver.close()
        // The interface is given back a moment later.
        await loop.sleep(for: .milliseconds(50))
        return outcome
      }
      #expect(
        outcome == (isFound ? .weak : .failed(.portUnavailable(code: ENODEV), isBegun: false)))
    }
  }

  @Test func `a device of the class without a way for bytes is refused`() throws {
    let device = try MockedUSBDevice(
      MockedUSBDescriptors(
        vendor: 1, product: 2, interface: (7, 1, 2), endpoints: [.bulk(0x82)]))
    try device.plug()
    let outcome = EventLoop.run { loop in
      await print(printer(at: .usb(.init(portPath: device.portPath)), .port, loop: loop))
    }
    #expect(outcome == .failed(.portUnavailable(code: ENXIO), isBegun: false))
  }
}

/// Counts for as long as the loop lets it.
private final class Ticker {
  private let loop: EventLoop
  private var count = 0
  private var timer: TimerIdentifier?

  init(_ loop: EventLoop) { self.loop = loop }

  func tick() {
    timer = loop.setTimer(after: .milliseconds(50)) { [weak self] in
      self?.count += 1
      self?.tick()
    }
  }

  func stop() -> Int {
    if let timer = timer.take() { loop.cancelTimer(timer) }
    return count
  }
}

@Suite(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
struct PrintersOnMockedBusTests {
  @Test func `printers on a mocked bus, through the real libusb and usblp's ioctls`() throws {
    try MockedUSBBus.runTests(matching: "USBPortTests")
  }
}
