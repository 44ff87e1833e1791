import EmulatedPorts
import EventLoop
import Foundation
import HAL
import MockDevices
import Testing

/// A mature client judges the emulated modem: ModemManager, from Debian's package.
///
/// What it says of a modem that shares no code with it is worth more than our own driver's word.
@Suite(.serialized) struct ModemManagerTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "with-modemmanager.sh").path()
  private static let programs = [
    "ModemManager": "modemmanager", "mmcli": "modemmanager", "dbus-run-session": "dbus",
    "gdbus": "libglib2.0-bin",
  ]

  /// The packages that are missing here.
  private static var missingPackages: [String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin"]
    let missing = programs.filter { name, _ in
      !folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }
    return Set(missing.values).sorted()
  }

  /// In CI a judge that can't come is a failure, elsewhere a loud skip.
  private func requireJudge() throws {
    let missing = Self.missingPackages
    if missing.isEmpty { return }
    let packages = missing.joined(separator: " ")
    let why = "no ModemManager to judge the modem: apt-get install \(packages)"
    #expect(ProcessInfo.processInfo.environment["CI"] != "true", "\(why)")
    try Test.cancel("SKIPPED: \(why)")
  }

  private struct Verdict {
    var values: [String: String] = [:]
    var commands: [String] = []
    var log = ""
  }

  /// Lets ModemManager have the modem, and returns what it understood.
  private func verdict(
    _ personality: ModemPersonality = .standard, sim: EmulatedSIM?
  ) throws -> Verdict {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "lianji-mm-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appending(path: "verdict.txt")
    try Data().write(to: output)
    let socket = "abstract:lianji-\(UUID().uuidString.prefix(8))"
    let (status, commands) = try EventLoop.run { loop in
      let modem = EmulatedModem(personality, sim: sim)
      let port = try ListeningPort(modem, abstractName: socket, loop: loop)
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "timeout", "--kill-after=5", "100", "dbus-run-session", "--", Self.script, socket,
        folder.path(),
      ]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = process.standardOutput
      try process.run()
      while process.isRunning { await loop.sleep(for: .milliseconds(50)) }
      port.close()
      return (process.terminationStatus, modem.commands)
    }
    var verdict = Verdict(commands: commands)
    let text = try String(contentsOf: output, encoding: .utf8)
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      if parts.count == 2 { verdict.values[parts[0]] = parts[1] }
    }
    let log = try? String(contentsOf: folder.appending(path: "modemmanager.log"), encoding: .utf8)
    verdict.log = String((log ?? "").suffix(3000))
    #expect(status == 0, "\(text)\n\(verdict.log)")
    return verdict
  }

  @Test func `it takes the modem, enables it, and sees network, signal and SIM`() throws {
    try requireJudge()
    let verdict = try verdict(sim: EmulatedSIM())
    let expected = [
      "modem.generic.state": "registered", "modem.3gpp.registration-state": "home",
      "modem.generic.access-technologies.value[1]": "lte", "modem.3gpp.imei": "004401010000018",
      "modem.3gpp.operator-code": "00101", "modem.3gpp.operator-name": "Test Net",
      "modem.generic.signal-quality.value": "64", "modem.generic.manufacturer": "Lianji",
      "modem.generic.unlock-retries.value[1]": "sim-pin (3)",
      "sim.properties.iccid": "89001010000000000018",
      "sim.properties.imsi": "001010123456789",
    ]
    for (key, value) in expected {
      #expect(verdict.values[key] == value, "\(key): \(verdict.values[key] ?? "nothing")")
    }
    // It speaks more of the language than our driver does, and was understood.
    #expect(verdict.commands.count > 40)
  }

  @Test func `without a SIM it says that the SIM is missing`() throws {
    try requireJudge()
    let verdict = try verdict(sim: nil)
    #expect(verdict.values["modem.generic.state"] == "failed")
    #expect(verdict.values["modem.generic.state-failed-reason"] == "sim-missing")
  }

  @Test func `a SIM with a PIN is locked to it too`() throws {
    try requireJudge()
    let verdict = try verdict(sim: EmulatedSIM(lock: .pin("1234", triesLeft: 3)))
    #expect(verdict.values["modem.generic.state"] == "locked")
    #expect(verdict.values["modem.generic.unlock-required"] == "sim-pin")
    #expect(!verdict.commands.contains { $0.hasPrefix("AT+CPIN=") })
  }
}
