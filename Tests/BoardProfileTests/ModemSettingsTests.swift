import ATCommands
import BoardProfile
import Foundation
import Testing
import YAMLDocument

/// The modem's entry of a profile, and the families' files.
@Suite struct ModemSettingsTests {
  private static let profiles = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "board-profiles").path()

  private func read(_ modem: String) throws -> ModemSettings {
    let profile = try BoardProfile.read(
      path: Self.profiles + "/bench.yaml", overrides: ["devices.modem={\(modem)}"])
    return try #require(profile.devices.modem)
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  private static let minimum = "kind: serial, family: generic, criticality: degraded"

  @Test func `everything that a board knows of its modem is read`() throws {
    let modem = try read(
      """
      kind: serial, path: /dev/serial/by-path/x, baud: auto, flow-control: hardware, \
      family: quectel-4g, apn: cmnet, context: 3, sim-binding: '89860012345678901234', \
      sim-detection-level: 0, power-key: {chip: /dev/gpiochip2, line: 7, active-low: no, \
      pulse-milliseconds: 750}, reset: {chip: /dev/gpiochip0, line: 3, active-low: yes}, \
      network-interface: usb0, criticality: required
      """)
    #expect(modem.port == .device(path: "/dev/serial/by-path/x"))
    #expect(modem.baud == nil && modem.hasFlowControl)
    #expect(modem.family.name == "quectel-4g")
    #expect(modem.family.powerOff?.body == "+QPOWD")
    #expect(modem.accessPoint == "cmnet" && modem.context == 3)
    #expect(modem.boundICCID == "89860012345678901234")
    #expect(modem.simDetectionLevel == 0)
    #expect(modem.powerKey?.pulse == .milliseconds(750) && modem.powerKey?.isActiveLow == false)
    #expect(modem.reset?.line == 3 && modem.reset?.pulse == nil)
    #expect(modem.networkInterface == "usb0")
    #expect(modem.criticality == .required)
  }

  @Test func `a line behind a network port has no speed`() throws {
    let modem = try read("\(Self.minimum), tcp: '127.0.0.1:2001'")
    #expect(modem.port == .network(host: "127.0.0.1", port: 2001))
    #expect(modem.baud == nil)
  }

  @Test(arguments: [
    ("", "devices.modem: expected path or tcp in it, found neither"),
    ("path: /dev/x", "devices.modem.baud: expected a value for “baud”"),
    ("path: /dev/x, baud: 1200", "devices.modem.baud: expected one of 9600"),
    ("path: /dev/x, tcp: 'a:1', baud: auto", "devices.modem.tcp: expected either path or tcp"),
    ("tcp: nowhere", "devices.modem.tcp: expected address:port"),
    ("tcp: 'a:1', baud: 9600", "devices.modem.baud: expected no speed beside tcp"),
    ("path: /dev/x, baud: auto, apn: 'a b'", "devices.modem.apn: expected an access point's name"),
    ("path: /dev/x, baud: auto, context: 17", "devices.modem.context: expected a whole number"),
    (
      "path: /dev/x, baud: auto, sim-binding: 123", "devices.modem.sim-binding: expected the number"
    ),
    (
      "path: /dev/x, baud: auto, sim-detection-level: 2",
      "devices.modem.sim-detection-level: expected a whole number from 0 to 1"
    ),
    (
      "path: /dev/x, baud: auto, power-key: {chip: /dev/gpiochip0, line: 5}",
      "devices.modem.power-key.active-low: expected a value"
    ),
    (
      "path: /dev/x, baud: auto, reset: {chip: /dev/gpiochip0, line: x, active-low: yes}",
      "devices.modem.reset.line: expected a whole number from 0 to 1023"
    ),
    (
      "path: /dev/x, baud: auto, network-interface: averyverylongname",
      "devices.modem.network-interface: expected a name of at most 15 bytes"
    ),
    ("path: /dev/x, baud: auto, pin: 1234", "devices.modem.pin: expected one of kind, path"),
  ])
  func `a wrong entry is named`(entry: String, expected: String) {
    let text = entry.isEmpty ? Self.minimum : "\(Self.minimum), \(entry)"
    let seen = message { _ = try read(text) }
    #expect(seen.contains(expected), "\(seen)")
  }

  @Test(arguments: ["nonsense", "../generic", "generic.yaml", ""])
  func `a family without a file is a mistake of the profile`(name: String) {
    let seen = message {
      _ = try read(
        "kind: serial, path: /dev/x, baud: auto, family: '\(name)', criticality: degraded")
    }
    #expect(
      seen.contains("devices.modem.family: expected the name of a file in modems/"), "\(seen)")
  }

  @Test func `a PIN comes from a file of its own, and no error shows it`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "modem-settings-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "pin.yaml")
    try "sim-pin: \"4321\"\n".write(to: file, atomically: true, encoding: .utf8)
    let entry = "\(Self.minimum), path: /dev/x, baud: auto, sim-pin-file: \(file.path())"
    let modem = try read(entry)
    #expect(modem.simPIN?.text == "4321")
    var text = "\(modem)"
    dump(modem, to: &text)
    #expect(!text.contains("4321"))
    try "sim-pin: 432x\n".write(to: file, atomically: true, encoding: .utf8)
    let seen = message { _ = try read(entry) }
    #expect(seen.contains("pin.yaml:1: sim-pin: expected 4 to 8 digits, found 4 characters"))
    #expect(!seen.contains("432x"))
  }

  private static let head =
    "family: x\nname: x\nsource: x\ntested-on-hardware: no\n"

  @Test(arguments: [
    ("family: x\n", "expected a value for “name”"),
    (head + "command-gap-milliseconds: -1\n", ":5: command-gap-milliseconds: expected a whole"),
    (head + "registrations: [CREG, XREG]\n", ":5: registrations[1]: expected one of CREG, CGREG"),
    (head + "registrations: [CREG, CREG]\n", ":5: registrations[1]: expected each once"),
    (head + "registrations: []\n", ":5: registrations: expected at least one"),
    (head + "time-outs-seconds: {+CPIN: 0}\n", ":5: time-outs-seconds.+CPIN: expected a whole"),
    (head + "set-up: [AT+X]\n", ":5: set-up[0]: expected a command without AT"),
    (head + "iccid: [{command: +CCID, answer: CCID}]\n", ":5: iccid[0].answer: expected the name"),
    (head + "sim-not-ready-means: gone\n", ":5: sim-not-ready-means: expected one of busy, absent"),
    (
      head + "tries-left: [{command: +X, answer: +X, form: fields}]\n",
      "tries-left[0].pin: expected a value"
    ),
    (head + "sim-detection: ['+X=${board}']\n", ":5: sim-detection[0]: expected a command with no"),
    (head + "unsolicited: {started: ['*']}\n", ":5: unsolicited.started[0]: expected a line"),
    (head + "unsolicited: {stopped: [x]}\n", ":5: unsolicited.stopped: expected one of started"),
    (head + "power: {key-milliseconds: 0}\n", ":5: power.key-milliseconds: expected a whole"),
    (head + "bauds: [1200]\n", ":5: bauds[0]: expected one of 9600"),
    (head + "quirk: yes\n", ":5: quirk: expected one of family, name"),
  ])
  func `a wrong family file is named with its line`(text: String, expected: String) throws {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "family-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try text.write(to: file, atomically: true, encoding: .utf8)
    let seen = message { _ = try ModemFamilyFile.read(path: file.path()) }
    #expect(seen.contains(expected), "\(seen)")
  }

  @Test func `the longest beginning of a command decides how long it may take`() throws {
    let family = try ModemFamilyFile.read(path: Self.profiles + "/modems/quectel-4g.yaml")
    #expect(family.patience(for: .networkOperator) == .seconds(5))
    #expect(family.patience(for: .radioOn) == .seconds(15))
    #expect(family.patience(for: .simState) == .seconds(10))
    let scan = try #require(ATCommand("+COPS=?", expecting: .named("+COPS")))
    #expect(family.patience(for: scan) == .seconds(180))
  }
}
