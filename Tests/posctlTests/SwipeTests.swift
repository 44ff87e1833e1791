import Foundation
import JSONText
import MagneticStripe
import MockDevices
import MockedUSB
import Testing

@Suite(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
struct MockedBusTests {
  @Test func `swipe and devices list find mocked readers by the real libusb`() throws {
    try MockedUSBBus.runTests(matching: "SwipeTests")
  }

  @Test(arguments: [
    (["--usb", "0801"], "--usb takes vendor and product"),
    (["--usb", "0801:0002", "--keyboard", "/dev/input/x"], "not both"),
    (["--usb", "1234:5678"], "say so with --format"),
    (["--usb", "0801:0001"], "name its device file with --keyboard"),
    (["--usb", "0801:0002", "--format", "other"], "--format takes magtek"),
    (["--format", "magtek"], "--format goes with --usb alone"), (["--timeout", "0"], "1 to 3600"),
    (["--usb", "0801:0002"], "the swipe reader is not there"),
    (["--keyboard", "/dev/input/by-id/none-*"], "the swipe reader is not there"),
  ])
  func `a reader that can't be used is said`(arguments: [String], reason: String) throws {
    let run = try Program(arguments: ["swipe"] + arguments)
    #expect(run.status == 2)
    #expect(run.errors.contains(reason), "\(run.errors)")
  }
}

@Suite(
  .serialized, .enabled(if: MockedUSBBus.isPresent, "MockedBusTests runs them beneath usbmockd"))
struct SwipeTests {
  private static let stripe = StripePersonality(
    track1: "B4761739001010010^TEST/CARD^22122011143878089",
    track2: "4761739001010010=22122011143878089")

  /// The command ended before it asked for a card.
  private struct Refusal: Error {
    let words: String
  }

  /// Starts `posctl swipe`, draws a card when it asks for one, and gives what it printed.
  private func swipe(
    _ arguments: [String], draw: @escaping () throws -> Void
  ) throws -> (status: Int32, output: String) {
    let process = Program.process("posctl", ["swipe", "--timeout", "20"] + arguments)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    var asked = Data()
    while !asked.contains(Data("Draw a card.".utf8)) {
      let more = errors.fileHandleForReading.availableData
      if more.isEmpty { throw Refusal(words: String(decoding: asked, as: UTF8.self)) }
      asked += more
    }
    try draw()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  @Test func `a plain reader on USB`() throws {
    let device = try MockedUSBDevice(.swipeReader())
    try device.plug()
    let run = try swipe(["--usb", "0801:0002"]) {
      var reader = EmulatedSwipeReader(format: .magTek)
      try device.send(reader.report(on: Self.stripe), from: 0x81)
    }
    #expect(run.status == 0)
    #expect(run.output.contains("card number 476173******0010"))
    #expect(!run.output.contains("4761739001010010"))
    #expect(try device.state()["claims"] == 0)
  }

  @Test func `a reader on USB that encrypts`() throws {
    let device = try MockedUSBDevice(.swipeReader(product: 0x0011))
    try device.plug()
    let run = try swipe(["--usb", "0801:0011", "--json"]) {
      var reader = EmulatedSwipeReader(format: .magTekEncrypted, keys: EmulatedReaderKeys())
      try device.send(reader.report(on: Self.stripe), from: 0x81)
    }
    #expect(run.status == 0)
    let json = try JSONValue(parsing: String(run.output.dropLast()))
    #expect(json["card"]?.string == "encrypted")
    #expect(json["encryption"]?["keySerialNumber"]?.string == "FFFF9876543210E00001")
    #expect(json["tracks"]?.array?[1]["result"]?.string == "encrypted")
    #expect(json["readerSerialNumber"]?.string == "LJ0000001")
  }

  @Test func `a reader that types`() throws {
    let keyboard = try MockedKeyboard()
    try keyboard.plug()
    let run = try swipe(["--keyboard", keyboard.devicePattern, "--json"]) {
      try keyboard.type(Array(";4761739001010010=22122011143878089?\r".utf8))
    }
    let json = try JSONValue(parsing: String(run.output.dropLast()))
    #expect(json["card"]?.string == "readable")
  }

  @Test func `the reader of the profile`() throws {
    let device = try MockedUSBDevice(.swipeReader())
    try device.plug()
    let entry =
      "devices.swipe-reader={kind: usb-hid, usb: '0801:0002', port: \(device.portPath), "
      + "format: magtek, criticality: degraded}"
    let run = try swipe(["--profile", Program.profile, "--set", entry]) {
      var reader = EmulatedSwipeReader(format: .magTek)
      try device.send(reader.report(on: Self.stripe), from: 0x81)
    }
    #expect(run.output.contains("card number 476173******0010"))
  }

  @Test func `a reader without rights names the udev rule`() throws {
    let device = try MockedUSBDevice(.swipeReader())
    try device.plug()
    try device.allow(false)
    let run = try Program("swipe", "--usb", "0801:0002")
    #expect(run.status == 2)
    #expect(run.errors.contains(#"ATTR{idVendor}=="0801""#), "\(run.errors)")
  }

  @Test func `no card in time is an error`() throws {
    let device = try MockedUSBDevice(.swipeReader())
    try device.plug()
    let run = try Program("swipe", "--usb", "0801:0002", "--timeout", "1")
    #expect(run.status == 2)
    #expect(run.errors.contains("no card was drawn in 1 seconds"))
  }

  @Test func `devices list shows readers and printers, and the lines of a profile`() throws {
    let reader = try MockedUSBDevice(.swipeReader(vendor: 0x0ACD, product: 0x2010), serial: "S7")
    let printer = try MockedUSBDevice(.printer())
    try reader.plug()
    try printer.plug()
    let run = try Program("devices", "list", "--json")
    let devices = try #require(JSONValue(parsing: String(run.output.dropLast()))["devices"]?.array)
    let swipe = try #require(devices.first { $0["kind"]?.string == "swipe-reader" })
    #expect(swipe["details"]?["port"]?.string == reader.portPath)
    #expect(
      swipe["profile"]?.string
        == "kind: usb-hid\nusb: \"0acd:2010\"\nserial-number: \"S7\"\nformat: idtech\n"
        + "criticality: degraded")
    // Each printer once.
    #expect(
      devices.filter { $0["kind"]?.string == "printer" }.map { $0["profile"]?.string } == [
        "kind: escpos\ntransport: {usb: \"0416:5011\", serial-number: \"SN0001\"}\n"
          + "status: dle-eot"
      ])
  }
}
