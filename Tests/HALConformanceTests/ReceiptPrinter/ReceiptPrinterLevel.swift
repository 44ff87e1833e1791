import EventLoop
import HALConformance
import MockDevices
import MockedUSB
import Testing
import ThermalPrinter

/// The ways to have a printer of slips.
enum ReceiptPrinterLevel: String, Level {
  /// The mock of the protocol.
  case mock = "the mock"
  /// A pseudo terminal; the printer answers DLE EOT.
  case serial = "a serial line"
  /// A pseudo terminal; the printer tells each change by itself.
  case serialAutomatic = "a serial line with automatic status"
  /// A TCP port.
  case network = "TCP"
  /// A node of usblp beneath umockdev.
  case line = "/dev/usb/lp"
  /// The printer class through the real libusb, beneath umockdev.
  case usb = "libusb"

  static let everywhere: [Self] = [.mock, .serial, .serialAutomatic, .network]
  static let onMockedBus: [Self] = [.line, .usb]

  var testDescription: String { rawValue }

  var availability: LevelAvailability {
    if Self.onMockedBus.contains(self), !MockedUSBBus.isPresent {
      return .missing(why: "it runs beneath usbmockd only")
    }
    return .available
  }

  func makeRig(on loop: EventLoop) throws -> any ReceiptPrinterRig {
    // Long enough for a busy machine, short enough for checks that wait for silence.
    try makeRig(on: loop, patience: .milliseconds(700))
  }

  /// The same, with a driver that waits so long for answers.
  func makeRig(on loop: EventLoop, patience: Duration) throws -> any ReceiptPrinterRig {
    let device = EmulatedPrinter(clock: loop)
    var level = PrinterProfile.StatusLevel.realTime
    let cable: any PrinterCable
    switch self {
    case .mock: return MockPrinterRig(clock: loop)
    case .serial: cable = try SerialCable(device, loop: loop)
    case .serialAutomatic:
      level = .automatic
      cable = try SerialCable(device, loop: loop)
    case .network: cable = try NetworkCable(device, loop: loop)
    case .line: cable = try LineCable(device, loop: loop)
    case .usb: cable = try USBCable(device, loop: loop)
    }
    return EmulatedPrinterRig(
      device, cable: cable, status: level, patience: patience, loop: loop)
  }
}

@Suite struct ReceiptPrinterConformanceTests {
  @Test(arguments: ReceiptPrinterLevel.everywhere, ReceiptPrinterConformance.checks)
  func `a printer keeps what the protocol promises`(
    level: ReceiptPrinterLevel, check: ReceiptPrinterConformance.Check
  ) throws {
    try level.run(check)
  }

  @Test(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
  func `so does a printer behind usblp, and one behind the real libusb`() throws {
    try MockedUSBBus.runTests(matching: "ReceiptPrintersOnMockedBus")
  }
}

@Suite(.enabled(if: MockedUSBBus.isPresent, "ReceiptPrinterConformanceTests runs them there"))
struct ReceiptPrintersOnMockedBus {
  @Test(arguments: ReceiptPrinterLevel.onMockedBus, ReceiptPrinterConformance.checks)
  func `a printer keeps what the protocol promises`(
    level: ReceiptPrinterLevel, check: ReceiptPrinterConformance.Check
  ) throws {
    try level.run(check)
  }
}
