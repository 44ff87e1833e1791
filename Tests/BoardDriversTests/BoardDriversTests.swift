import BoardDrivers
import BoardProfile
import EventLoop
import Foundation
import Glibc
import Testing

/// What the drivers of a profile come to, before any of them touches its device.
@Suite struct BoardDriversTests {
  private static let profiles = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "board-profiles").path()

  private static let cable =
    "devices.network={kind: interface, interface: eth0, criticality: required}"
  private static let dialled =
    "devices.network={kind: interface, interface: ppp0, criticality: required}"

  private func drivers(
    _ overrides: [String] = [], of name: String = "bench"
  ) throws -> BoardDrivers {
    let profile = try BoardProfile.read(
      path: "\(Self.profiles)/\(name).yaml", overrides: overrides)
    return BoardDrivers(profile.devices, loop: EventLoop())
  }

  @Test(arguments: [
    ([cable], false),
    ([dialled], false),
    ([cable, "devices.modem.network-interface=ppp0"], false),
    ([dialled, "devices.modem.network-interface=ppp0"], true),
    ([cable, "devices.modem.network-interface=eth0"], true),
    ([], true),
  ])
  func `the modem's troubles are the terminal's where its data come out of the watched interface`(
    overrides: [String], expected: Bool
  ) throws {
    #expect(try drivers(overrides).isNetworkCellular == expected)
  }

  @Test(arguments: [
    "beaglebone", "imx6ull", "px30", "raspberry-pi-cm4", "stm32mp135", "virtual-board",
    "x86-counter",
  ])
  func `no board trades by its modem alone while its network is a cable`(name: String) throws {
    #expect(try !drivers(of: name).isNetworkCellular)
    guard try drivers(of: name).modem() != nil else { return }
    #expect(try drivers([Self.dialled], of: name).isNetworkCellular, "it names no interface")
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "board-drivers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try #require(mkfifo(folder.path() + "/pipe", 0o600) == 0)
    try Data("no picture and no font".utf8).write(to: folder.appending(path: "text"))
    try body(folder.path())
  }

  @Test(arguments: ["none", "pipe", "text"])
  func `a printer that is not needed prints without a logo or font that can't be had`(
    file: String
  ) throws {
    try withFolder { folder in
      for key in ["logo=\(folder)/\(file)", "own-font={file: \(folder)/\(file), face: 0}"] {
        let degraded = try drivers(["devices.printer.\(key)"])
        #expect(try degraded.printer() != nil)
        let name = key.prefix { $0 != "=" }
        let mistake = try #require(degraded.excused.first?.text)
        #expect(mistake.hasPrefix("devices.printer.\(name): "), "\(mistake)")
        #expect(mistake.contains("\(folder)/\(file)"), "\(mistake)")
        if file == "pipe" { #expect(mistake.contains("no regular file"), "\(mistake)") }
        let required = try drivers([
          "devices.printer.\(key)", "devices.printer.criticality=required",
        ])
        #expect(throws: DriverMistake(mistake)) { try required.printer() }
      }
    }
  }

  @Test func `a modem that is not needed does without a PIN that can't be had`() throws {
    try withFolder { folder in
      for file in ["none", "pipe"] {
        let override = "devices.modem.sim-pin-file=\(folder)/\(file)"
        let degraded = try drivers([override])
        #expect(try degraded.modem() != nil)
        let mistake = try #require(degraded.excused.first?.text)
        #expect(mistake.contains("\(folder)/\(file)"), "\(mistake)")
        #expect(throws: (any Error).self) {
          try drivers([override, "devices.modem.criticality=required"])
        }
      }
      // What can be read and holds no PIN is a mistake that nobody excuses.
      #expect(throws: (any Error).self) {
        try drivers(["devices.modem.sim-pin-file=\(folder)/text"])
      }
    }
  }

  @Test(arguments: ["none", "pipe", "text"])
  func `a screen's font and a center's authorities can't be done without`(file: String) throws {
    try withFolder { folder in
      let screen = try drivers([
        "devices.display={kind: framebuffer, device: /dev/fb0, font: {file: \(folder)/\(file), "
          + "face: 0}, criticality: required}"
      ])
      let font = #expect(throws: DriverMistake.self) { try screen.display() }
      #expect(font?.text.contains("\(folder)/\(file)") == true, "\(font?.text ?? "")")
      let profile = try BoardProfile.read(
        path: Self.profiles + "/bench.yaml",
        overrides: ["center.tls={ca-file: '\(folder)/\(file)', server-name: center.test}"])
      let authorities = #expect(throws: DriverMistake.self) {
        try BoardDrivers.center(profile.center, loop: EventLoop())
      }
      #expect(authorities?.text.contains("\(folder)/\(file)") == true)
    }
  }
}
