import ESCPOS
import EmulatedPorts
import EventLoop
import Glibc
import MockDevices
import MockedUSB
import Octets
import SystemPackage
import ThermalPrinter
import USBHost

/// A way between a driver and an emulated printer that somebody can pull.
protocol PrinterCable: AnyObject {
  /// Where the driver finds the printer.
  var address: PrinterAddress { get }
  /// How long the driver may not know of a plug.
  var plugTime: Duration { get }
  /// Pulls it out, if it is plugged in.
  func unplug() throws
  /// Plugs it in; false when it was.
  @discardableResult
  func plug() throws -> Bool
}

extension PrinterCable {
  var plugTime: Duration { .zero }
}

/// A pseudo terminal, found by a link that outlives it.
final class SerialCable: PrinterCable {
  private let printer: EmulatedPrinter
  private let loop: EventLoop
  private let path = "/tmp/lianji-printer-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
  private var terminal: PseudoTerminal?

  init(_ printer: EmulatedPrinter, loop: EventLoop) throws {
    self.printer = printer
    self.loop = loop
    try plug()
  }

  deinit { unplug() }

  var address: PrinterAddress { .serial(path: path, baud: 115_200, flow: .none) }
  func unplug() { terminal.take()?.unplug() }
  @discardableResult
  func plug() throws -> Bool {
    if terminal != nil { return false }
    terminal = try PseudoTerminal(printer, link: path, loop: loop)
    return true
  }
}

/// A TCP port.
final class NetworkCable: PrinterCable {
  private let printer: EmulatedPrinter
  private let loop: EventLoop
  private let number: UInt16
  private var port: ListeningPort?

  init(_ printer: EmulatedPrinter, loop: EventLoop) throws {
    self.printer = printer
    self.loop = loop
    let port = try ListeningPort(printer, loop: loop)
    number = port.number ?? 0
    self.port = port
  }

  var address: PrinterAddress { .tcp(host: "127.0.0.1", port: number) }
  func unplug() { port.take()?.close() }
  @discardableResult
  func plug() throws -> Bool {
    if port != nil { return false }
    port = try ListeningPort(printer, port: number, loop: loop)
    return true
  }
}

/// A node of the kernel's driver for USB printers, as umockdev plays it.
final class LineCable: PrinterCable {
  private let printer: EmulatedPrinter
  private let loop: EventLoop
  private let line: MockedPrinterLine
  private var terminal: PseudoTerminal?

  init(_ printer: EmulatedPrinter, loop: EventLoop) throws {
    self.printer = printer
    self.loop = loop
    line = try MockedPrinterLine()
    try plug()
    printer.onStateChange = { [weak self] in self?.tellStatus() }
  }

  deinit { terminal?.unplug() }

  var address: PrinterAddress { .usbLine(path: line.path) }

  /// The node stays and is dead: umockdev keeps a socket for each attempt to open one that is not
  /// there.
  func unplug() throws {
    guard let terminal = terminal.take() else { return }
    terminal.unplug()
    try line.setStatus(nil)
    symlink("/dev/null", line.nodePath)
  }

  @discardableResult
  func plug() throws -> Bool {
    if terminal != nil { return false }
    terminal = try PseudoTerminal(printer, link: line.nodePath, loop: loop)
    tellStatus()
    return true
  }

  private func tellStatus() {
    if terminal != nil { try? line.setStatus(printer.portStatus.rawValue) }
  }
}

/// A mocked USB device of the printer class.
final class USBCable: PrinterCable {
  private static let output: UInt8 = 0x01
  private static let input: UInt8 = 0x82

  private let printer: EmulatedPrinter
  private let loop: EventLoop
  private let device: MockedUSBDevice
  private let taken: FileDescriptor
  private var line: [UInt8] = []
  private var isPlugged = false

  init(_ printer: EmulatedPrinter, loop: EventLoop) throws {
    self.printer = printer
    self.loop = loop
    device = try MockedUSBDevice(.printer())
    taken = FileDescriptor(rawValue: try device.listen(to: Self.output))
    _ = fcntl(taken.rawValue, F_SETFL, O_NONBLOCK)
    try plug()
    loop.watch(taken, for: .readable) { [weak self] in self?.carry() }
    printer.onUnsolicited = { [weak self] in self?.send(self?.printer.takeUnsolicited() ?? []) }
    printer.onStateChange = { [weak self] in self?.tellStatus() }
  }

  deinit {
    loop.unwatch(taken, for: .readable)
    try? taken.close()
  }

  var address: PrinterAddress { .usb(.init(portPath: device.portPath)) }
  /// The kernel needs a moment to tell libusb.
  var plugTime: Duration { .milliseconds(30) }

  func unplug() throws {
    if isPlugged { try device.unplug() }
    isPlugged = false
  }

  @discardableResult
  func plug() throws -> Bool {
    if isPlugged { return false }
    try device.plug()
    isPlugged = true
    tellStatus()
    return true
  }

  private func tellStatus() {
    try? device.answer(type: 0xA1, request: 1, with: .bytes([printer.portStatus.rawValue]))
  }

  /// Lines in hexadecimal, the first of which is the answer to the question for them.
  private func carry() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(taken.rawValue, &buffer, buffer.count)
    guard count > 0 else { return loop.unwatch(taken, for: .readable) }
    for byte in buffer.prefix(count) {
      if byte != 0x0A {
        line.append(byte)
        continue
      }
      if let bytes = try? Hexadecimal.bytes(String(decoding: line, as: UTF8.self)) {
        send(printer.receive(bytes))
      }
      line = []
    }
  }

  private func send(_ bytes: [UInt8]) {
    if isPlugged, !bytes.isEmpty { try? device.send(bytes, from: Self.input) }
  }
}
