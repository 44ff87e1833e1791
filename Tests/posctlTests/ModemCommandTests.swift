import EmulatedPorts
import EventLoop
import Foundation
import HAL
import JSONText
import MockDevices
import Testing

@testable import posctl

/// `posctl modem` beside an emulated modem on a pseudo terminal.
@Suite struct ModemCommandTests {
  /// What the program printed while the modem was served.
  private func run(
    _ prepare: @escaping @Sendable (EmulatedModem) -> Void = { _ in }, arguments: [String]
  ) throws -> (status: Int32, output: String, errors: String) {
    let folder = try TemporaryFolder()
    let (output, errors) = (URL(filePath: folder("output")), URL(filePath: folder("errors")))
    for file in [output, errors] { try Data().write(to: file) }
    let status = try EventLoop.run { loop in
      let modem = EmulatedModem()
      prepare(modem)
      let line = try PseudoTerminal(modem, loop: loop)
      let process = Program.process(
        "posctl",
        ["modem", "--profile", Program.profile, "--port", line.path] + arguments)
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
      while process.isRunning { await loop.sleep(for: .milliseconds(20)) }
      line.unplug()
      return process.terminationStatus
    }
    return (
      status, try String(contentsOf: output, encoding: .utf8),
      try String(contentsOf: errors, encoding: .utf8)
    )
  }

  @Test func `everything that is known stands in a table, the subscriber masked`() throws {
    let seen = try run(arguments: [])
    #expect(seen.status == 0, "\(seen.errors)")
    for fact in [
      "Lianji Emulated", "004401010000018", "ready", "89001010000000000018", "00101**********",
      "home", "Test Net (00101)", "LTE", "-73 dBm, RSRP -95 dBm, RSRQ -10 dB", "attached",
      "test.apn", "10.0.0.1", "trouble",
    ] {
      #expect(seen.output.contains(fact), "\(fact) in\n\(seen.output)")
    }
    #expect(!seen.output.contains("001010123456789"))
  }

  @Test func `a locked SIM is named with its cure, and no PIN is tried`() throws {
    let seen = try run(
      { $0.setSIM(EmulatedSIM(lock: .pin("1234", triesLeft: 2))) }, arguments: ["--json"])
    #expect(seen.status == 0, "\(seen.errors)")
    let answer = try JSONValue(parsing: seen.output)
    #expect(answer["sim"]?["state"]?.string == "needs its PIN, 2 tries left")
    #expect(answer["trouble"]?["code"]?.string == "N22")
    #expect(answer["trouble"]?["cure"]?.string?.contains("do not guess") == true)
    #expect(answer["signal"]?["rssi"]?.number == -73)
  }

  @Test func `a modem that is silent is told in time, with what to look at`() throws {
    let seen = try run({ $0.isDead = true }, arguments: ["--timeout", "1"])
    #expect(seen.status == 2)
    #expect(seen.output.isEmpty)
    #expect(seen.errors.contains("does not answer: check its power key"))
  }

  @Test func `a port that is not there, and options that make no sense, end with status 2`()
    throws
  {
    let missing = try Program(
      "modem", "--profile", Program.profile, "--port", "/dev/no-such-port")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("/dev/no-such-port is not there"))
    let family = try Program("modem", "--profile", Program.profile, "--family", "nonsense")
    #expect(family.status == 2)
    #expect(family.errors.contains("modems/nonsense.yaml can't be read"))
    let timeout = try Program("modem", "--profile", Program.profile, "--timeout", "0")
    #expect(timeout.status == 2)
    #expect(timeout.errors.contains("1 to 120 seconds"))
  }

  @Test func `serial ports are listed with the names that outlive a plug`() throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    for name in ["by-path", "by-id"] {
      try files.createDirectory(
        atPath: folder("serial/\(name)"), withIntermediateDirectories: true)
    }
    for name in ["ttyUSB10", "ttyUSB2", "ttyACM0", "ttyS0", "ttymxc1"] {
      try Data().write(to: URL(filePath: folder(name)))
    }
    try files.createSymbolicLink(
      atPath: folder("serial/by-path/pci-0:1.3:1.2-port0"),
      withDestinationPath: "../../ttyUSB2")
    try files.createSymbolicLink(
      atPath: folder("serial/by-id/usb-Quectel_EC20-if02"), withDestinationPath: "../../ttyUSB2")
    let root = folder("")
    let base = root.hasSuffix("/") ? String(root.dropLast()) : root
    let ports = SerialPortList.ports(devices: base)
    #expect(
      ports.map { $0.device.split(separator: "/").last } == ["ttyACM0", "ttyUSB2", "ttyUSB10"])
    #expect(ports[1].bestName == base + "/serial/by-path/pci-0:1.3:1.2-port0")
    #expect(ports[1].identityName == base + "/serial/by-id/usb-Quectel_EC20-if02")
    #expect(ports[2].bestName == ports[2].device)
    #expect(SerialPortList.ports(devices: base + "/nowhere") == [])
  }
}
