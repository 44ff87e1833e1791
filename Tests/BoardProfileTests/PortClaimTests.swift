import BoardProfile
import Foundation
import Testing
import YAMLDocument

/// Two drivers on one port are an error that names both, for each pair of kinds of port.
@Suite struct PortClaimTests {
  private static let bench = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "board-profiles/bench.yaml").path()

  private static func error(_ overrides: [String]) -> String? {
    do throws(YAMLError) {
      _ = try BoardProfile.read(path: bench, overrides: overrides)
      return nil
    } catch {
      return "\(error)"
    }
  }

  private static let modem = "devices.modem="
  private static let serial = "kind: serial, baud: auto, family: generic, criticality: degraded"
  private static func modem(at path: String) -> String {
    "\(modem){path: \(path), \(serial)}"
  }
  private static let tcpModem =
    "\(modem){kind: serial, tcp: 'Ser2Net.local:2001', family: generic, criticality: degraded}"
  private static func wedge(_ path: String) -> String {
    "devices.swipe-reader={kind: keyboard-wedge, device: \(path), criticality: degraded}"
  }
  private static func keys(_ match: String) -> String {
    "devices.keypad={kind: input, match: {\(match)}, criticality: required}"
  }
  private static func framebuffer(_ path: String) -> String {
    "devices.display={kind: framebuffer, device: \(path), criticality: required}"
  }
  private static func wires(_ key: String, _ reset: String) -> String {
    "\(modem){path: /dev/x, \(serial), power-key: {chip: \(key), active-low: no}, "
      + "reset: {chip: \(reset), active-low: no}}"
  }
  private static func readers(_ customer: String, _ field: String) -> String {
    "devices.card-readers={customer: {\(customer), criticality: degraded}, "
      + "contactless: {\(field), criticality: degraded}}"
  }

  @Test(arguments: [
    // A node and a node, in each way to write it.
    (
      [modem(at: "/dev/ttyS1"), "devices.printer.transport.serial=/dev/ttyS1"],
      "devices.printer.transport.serial", "/dev/ttyS1, which devices.modem.path"
    ),
    (
      [modem(at: "/dev/./ttyS1"), "devices.printer.transport.serial=//dev/ttyS1"],
      "devices.printer.transport.serial", "//dev/ttyS1, which devices.modem.path"
    ),
    (
      [modem(at: "/dev/usb/lp0"), "devices.printer.transport={lp: /dev/usb/lp0}"],
      "devices.printer.transport.lp", "/dev/usb/lp0, which devices.modem.path"
    ),
    (
      [framebuffer("/dev/fb0"), modem(at: "/dev/fb0")],
      "devices.modem.path", "/dev/fb0, which devices.display.device"
    ),
    (
      [framebuffer("/dev/fb0"), "devices.printer.transport={lp: /dev/fb0}"],
      "devices.printer.transport.lp", "/dev/fb0, which devices.display.device"
    ),
    // A node and a socket.
    (
      ["control-socket=/run/x", modem(at: "/run/x")],
      "devices.modem.path", "/run/x, which control-socket"
    ),
    (
      ["control-socket=/run/x", "devices.keypad.path=/run/x"],
      "devices.keypad.path", "the keypad at /run/x, which control-socket"
    ),
    (
      ["devices.network.path=/run/x", "devices.printer.transport={lp: /run/x}"],
      "devices.network.path", "the network at /run/x, which devices.printer.transport.lp"
    ),
    // An input device and an input device, wildcards in one, in both.
    (
      [keys("path: /dev/input/by-id/usb-A-event-kbd"), wedge("/dev/input/by-id/usb-*-event-kbd")],
      "devices.swipe-reader.device", "which devices.keypad.match"
    ),
    (
      [keys("path: /dev/input/by-id/usb-*-event-kbd"), wedge("/dev/input/by-id/usb-A-event-kbd")],
      "devices.swipe-reader.device", "which devices.keypad.match"
    ),
    (
      [keys("path: /dev/input/by-id/*-kbd"), wedge("/dev/input/by-id/*-kbd")],
      "devices.swipe-reader.device", "which devices.keypad.match"
    ),
    // An input device and a node or a socket.
    (
      [keys("path: /dev/input/by-id/*"), modem(at: "/dev/input/by-id/usb-A")],
      "devices.modem.path", "/dev/input/by-id/usb-A, which devices.keypad.match"
    ),
    (
      ["control-socket=/dev/input/event3", wedge("/dev/input/event3")],
      "devices.swipe-reader.device", "/dev/input/event3, which control-socket"
    ),
    // GPIO lines.
    (
      [wires("/dev/gpiochip0, line: 4", "/dev/./gpiochip0, line: 4")],
      "devices.modem.reset", "line 4 of /dev/./gpiochip0, which devices.modem.power-key"
    ),
    (
      [wires("/dev/x, line: 4", "/dev/gpiochip0, line: 4")],
      "devices.modem.power-key", "line 4 of /dev/x, which devices.modem.path"
    ),
    // Network ports: any two of center, modem and printer.
    (
      [tcpModem, "center.host=ser2net.LOCAL", "center.port=2001"],
      "devices.modem.tcp", "Ser2Net.local:2001, which center.port"
    ),
    (
      [
        "center.host='::1'", "center.port=9100", "devices.printer.transport={tcp: '[0:0::1]:9100'}",
      ],
      "devices.printer.transport.tcp", "0:0::1:9100, which center.port"
    ),
    (
      [
        "\(modem){kind: serial, tcp: '127.0.0.1:9100', family: generic, criticality: degraded}",
        "devices.printer.transport={tcp: '127.0.0.1:9100'}",
      ], "devices.printer.transport.tcp", "127.0.0.1:9100, which devices.modem.tcp"
    ),
    // Card readers.
    (
      [readers("kind: pcsc, name-prefix: X", "kind: pcsc, name-prefix: X1")],
      "devices.card-readers.contactless", "which devices.card-readers.customer"
    ),
    (
      [readers("kind: bench-socket, path: /run/x", "kind: bench-socket, path: /run/x")],
      "devices.card-readers.contactless.path",
      "the card reader at /run/x, which devices.card-readers.customer.path"
    ),
  ])
  func `two drivers on one port are named, both of them`(
    overrides: [String], key: String, found: String
  ) throws {
    let seen = try #require(Self.error(overrides), "nobody minds")
    #expect(seen.contains("\(key): expected a port of its own, found "), "\(seen)")
    #expect(seen.contains(found), "\(seen)")
    let first = seen.split(separator: "which ").last ?? ""
    #expect(first.contains("("), "it does not say where the other one stands: \(seen)")
  }

  @Test(arguments: [
    // Two lines of a chip, two ports of a host, two slots, the devices of one counter.
    [wires("/dev/gpiochip0, line: 4", "/dev/gpiochip0, line: 5")],
    [wires("/dev/gpiochip0, line: 4", "/dev/gpiochip1, line: 4")],
    ["center.host=127.0.0.1", "devices.printer.transport={tcp: '127.0.0.1:9100'}"],
    [
      readers(
        "kind: pcsc, serial: a, slot: 0",
        "kind: pcsc, serial: a, slot: 1")
    ],
    ["devices.keypad.path=/run/x", "devices.display.path=/run/x"],
    // A reader and a printer in one USB device.
    [
      "devices.swipe-reader={kind: usb-hid, usb: any, format: magtek, criticality: degraded}",
      "devices.printer.transport={usb: any}",
    ],
    // A beeper may be the keypad's own.
    [
      "devices.keypad={kind: input, match: {name: k}, beeper: {match: {name: k}, hertz: 1000, "
        + "milliseconds: 20}, criticality: required}"
    ],
    [keys("path: /dev/input/by-id/a"), wedge("/dev/input/by-id/b")],
  ])
  func `what can be shared, or is not the same, is nobody's mistake`(overrides: [String]) {
    #expect(Self.error(overrides) == nil)
  }
}
