import Bench
import EmulatedPorts
import Foundation
import Glibc
import JSONText
import Testing

/// `posctl board doctor` as a program.
@Suite struct DoctorTests {
  /// Runs the doctor; 124 is the status of one that hangs.
  ///
  /// What is there has all the time that a busy machine may take.
  private func doctor(
    _ overrides: [String], json: Bool = true, environment: [String: String] = [:],
    timeout: Int = 60
  ) throws -> Program {
    let settings = overrides.flatMap { ["--set", $0] }
    return try Program(
      arguments: ["board", "doctor", "--profile", Program.profile] + settings
        + ["--timeout", "\(timeout)"] + (json ? ["--json"] : []), environment: environment,
      limit: 300)
  }

  private func findings(in run: Program) throws -> [String: JSONValue] {
    let report = try JSONValue(parsing: run.output.trimmingCharacters(in: .newlines))
    var findings: [String: JSONValue] = [:]
    for finding in try #require(report["findings"]?.array) {
      findings[try #require(finding["entry"]?.string)] = finding
    }
    return findings
  }

  @Test func `at the counter all is there, in text and as JSON, and the terminal can trade`()
    async throws
  {
    let folder = try TemporaryFolder()
    let world = try await BenchWorld.open(
      BenchConfiguration(
        profile: Program.profile, overrides: ["bench.directory=\(folder.path)"],
        terminalProgram: "/bin/true", centerPort: 0))
    let overrides = [
      "bench.directory=\(folder.path)",
      "center.port=\(world.centerAddress.split(separator: ":").last ?? "")",
    ]
    let run = try doctor(overrides)
    let text = try doctor(overrides, json: false)
    await world.close()
    #expect(run.status == 0, "\(run.errors)\(run.output)")
    #expect(run.errors.isEmpty)
    let report = try JSONValue(parsing: run.output.trimmingCharacters(in: .newlines))
    #expect(report["canTrade"]?.boolean == true)
    #expect(report["board"]?.string == "bench")
    #expect(report["missing"]?.number == 0)
    let findings = try findings(in: run)
    #expect(report["ready"]?.number == findings.count - 1)
    for (entry, finding) in findings {
      #expect(finding["place"]?.string?.contains("bench.yaml:") == true)
      #expect(finding["wanted"]?.string?.isEmpty == false)
      #expect(finding["seen"]?.string?.isEmpty == false)
      let verdict = entry == "security" ? "limited" : "ready"
      #expect(finding["verdict"]?.string == verdict, "\(entry)")
      #expect((finding["cure"] == .null) == (verdict == "ready"))
    }
    #expect(findings["devices.keypad"]?["required"]?.boolean == true)
    #expect(findings["devices.printer"]?["required"]?.boolean == false)
    #expect(text.status == 0)
    #expect(text.output.contains("ready    devices.printer: it answers, with paper"))
    #expect(text.output.contains("0 missing"))
  }

  @Test func `without what is required the terminal can't trade, and status and words say so`()
    throws
  {
    let folder = try TemporaryFolder()
    let overrides = ["bench.directory=\(folder.path)", "center.port=1"]
    let run = try doctor(overrides, timeout: 1)
    #expect(run.status == 1)
    let report = try JSONValue(parsing: run.output.trimmingCharacters(in: .newlines))
    #expect(report["canTrade"]?.boolean == false)
    let words = try #require(run.errors.split(separator: "without:").last)
    #expect(words.contains("center") && words.contains("devices.keypad"))
    #expect(!words.contains("devices.printer"), "a printer that is not required: \(words)")
    #expect(try findings(in: run)["devices.printer"]?["verdict"]?.string == "missing")
    let text = try doctor(overrides, json: false, timeout: 1)
    #expect(text.status == 1)
    #expect(text.output.contains("MISSING  devices.keypad: "))
    #expect(text.output.contains("→ start it: make bench"))
  }

  @Test func `one of two ways to read cards is enough, and both missing is not`() async throws {
    let folder = try TemporaryFolder()
    let world = try await BenchWorld.open(
      BenchConfiguration(
        profile: Program.profile, overrides: ["bench.directory=\(folder.path)"],
        terminalProgram: "/bin/true", centerPort: 0))
    let overrides = [
      "bench.directory=\(folder.path)", "center.port=1",
      "devices.card-readers.customer.path=\(folder("none.sock"))",
    ]
    let one = try doctor(overrides, timeout: 10)
    let none = try doctor(
      overrides + ["devices.swipe-reader.path=\(folder("none.sock"))"], timeout: 10)
    await world.close()
    #expect(one.errors.hasSuffix("without: center\n"), "\(one.errors)")
    let words = "without: center, devices.card-readers.customer, devices.swipe-reader\n"
    #expect(none.errors.hasSuffix(words), "\(none.errors)")
  }

  @Test func `a profile that can't be read is status 2, with its place`() throws {
    for seconds in ["0", "121", "soon"] {
      #expect(try Program("board", "doctor", "--timeout", seconds).status == 2)
    }
    let run = try doctor(["devices.keypad.kind=piano"])
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("devices.keypad.kind"))
  }

  @Test func `who takes a connection and never answers is named, and nothing hangs`() throws {
    let folder = try TemporaryFolder()
    let (center, modem, printer) = (try SilentPeer(), try SilentPeer(), try SilentPeer())
    let daemon = try SilentPeer(path: folder("pcscd.comm"))
    let run = try doctor(
      [
        "bench.directory=\(folder.path)", "center.host=127.0.0.1", "center.port=\(center.port)",
        "devices.modem={kind: serial, tcp: '127.0.0.1:\(modem.port)', family: generic, "
          + "criticality: degraded}",
        "devices.printer.transport={tcp: '127.0.0.1:\(printer.port)'}",
        "devices.card-readers.customer={kind: pcsc, name-prefix: X, criticality: degraded}",
      ], environment: [PrivatePCSCDaemon.variable: folder("pcscd.comm")], timeout: 2)
    withExtendedLifetime((center, modem, printer, daemon)) {}
    #expect(run.status == 1, "\(run.status) \(run.errors)")
    let findings = try findings(in: run)
    for entry in ["center", "devices.modem", "devices.printer", "devices.card-readers.customer"] {
      #expect(findings[entry]?["verdict"]?.string == "missing", "\(entry)")
      #expect(findings[entry]?["cure"]?.string?.isEmpty == false, "\(entry)")
    }
    #expect(findings["center"]?["seen"]?.string?.contains("no answer") == true)
  }

  @Test(arguments: [
    ("center.tls={ca-file: PIPE, server-name: center.test}", "center"),
    ("devices.printer.logo=PIPE", "devices.printer"),
    ("devices.printer.own-font={file: PIPE, face: 0}", "devices.printer"),
    (
      "devices.display={kind: framebuffer, device: /dev/fb0, font: {file: PIPE, face: 0}, "
        + "criticality: required}", "devices.display"
    ),
    ("devices.modem.sim-pin-file=PIPE", "devices.modem"),
  ])
  func `a pipe in the place of a file is named, and nobody waits for it`(
    override: String, entry: String
  ) throws {
    let folder = try TemporaryFolder()
    try #require(mkfifo(folder("pipe"), 0o600) == 0)
    let run = try doctor(
      [
        "bench.directory=\(folder.path)", "center.port=1",
        override.replacing("PIPE", with: folder("pipe")),
      ], timeout: 1)
    #expect(run.status == 1, "\(run.status) \(run.errors)")
    let finding = try #require(try findings(in: run)[entry])
    #expect(finding["verdict"]?.string == "missing")
    let all = try findings(in: run).values.compactMap { $0["seen"]?.string }.joined(separator: "\n")
    #expect(all.contains("no regular file"), "\(all)")
  }

  @Test func `two names of one node are found on the spot`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder("by-path"), withDestinationPath: "/dev/null")
    let run = try doctor(
      [
        "bench.directory=\(folder.path)", "center.port=1",
        "devices.modem.path=\(folder("by-path"))", "devices.printer.transport.serial=/dev/null",
      ], timeout: 1)
    #expect(run.status == 1)
    let finding = try #require(try findings(in: run)["devices.printer.transport.serial"])
    #expect(finding["verdict"]?.string == "missing")
    #expect(finding["seen"]?.string?.contains("devices.modem.path") == true)
    #expect(finding["cure"]?.string?.isEmpty == false)
    #expect(try findings(in: run)["devices.modem.path"] == nil)
  }
}
