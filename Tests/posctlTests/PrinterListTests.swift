import JSONText
import MockedUSB
import Testing

/// `posctl devices list` on a bus with a printer.
@Suite struct PrinterListTests {
  @Test(.enabled(if: MockedUSBBus.isPresent, "the other test runs it beneath usbmockd"))
  func `a printer at a USB port is listed with the lines that name it in a profile`() throws {
    let device = try MockedUSBDevice(.printer(), serial: "SN42")
    try device.plug()
    let run = try Program("devices", "list", "--json")
    let devices = try JSONValue(parsing: run.output)["devices"]?.array ?? []
    let printer = try #require(devices.first { $0["details"]?["serial"] == "SN42" })
    #expect(printer["kind"] == "printer")
    #expect(printer["details"]?["identity"] == "0416:5011")
    #expect(printer["details"]?["answers"] == "yes")
    #expect(
      printer["profile"]?.string?.split(separator: "\n").map(String.init) == [
        "kind: escpos", "transport: {usb: \"0416:5011\", serial-number: \"SN42\"}",
        "status: dle-eot",
      ])
  }

  @Test(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
  func `printers are found on a mocked bus`() throws {
    try MockedUSBBus.runTests(matching: "PrinterListTests")
  }
}
