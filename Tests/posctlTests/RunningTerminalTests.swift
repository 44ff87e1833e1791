import Foundation
import JSONText
import Testing

/// The commands that ask the real posd over its control socket.
@Suite struct RunningTerminalTests {
  /// posd on a stopped terminal's ledger; it ends with this object.
  private final class RunningTerminal {
    let terminal: StoppedTerminal
    private let process: Process
    private let log: URL

    init(saleCount: Int, settings: [String] = []) throws {
      terminal = try StoppedTerminal()
      try terminal.sell(saleCount)
      process = Program.process(
        "posd", terminal.options + settings.flatMap { ["--set", $0] })
      log = URL(filePath: terminal.folder("posd.log"))
      try Data().write(to: log)
      process.standardError = try FileHandle(forWritingTo: log)
      try process.run()
      // It listens as soon as its ledger is open; a loaded machine may take long.
      for _ in 0..<600 {
        if try run("status").status == 0 { return }
        usleep(50_000)
      }
    }

    deinit {
      process.terminate()
      process.waitUntilExit()
    }

    /// The objects of the log so far.
    func events(named name: String) throws -> [JSONValue] {
      try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
        .map { try JSONValue(parsing: String($0)) }.filter { $0["event"]?.string == name }
    }

    func run(_ words: String...) throws -> Program {
      try Program(arguments: words + terminal.options, in: terminal.folder.path)
    }
  }

  @Test func `a running terminal is asked, and its file left alone`() throws {
    let running = try RunningTerminal(saleCount: 3)
    let status = try running.run("status", "--json")
    #expect(status.status == 0)
    #expect(try JSONValue(parsing: status.output)["transactions"]?.number == 3)
    #expect(try running.run("status").output.contains("transactions     3\n"))
    let socket = try Program("status", "--socket", running.terminal.folder("posd.sock"))
    #expect(socket.status == 0)
    let list = try running.run("ledger", "list")
    #expect(list.output.contains("000003  sale  123.45  621626*********0018"))
    #expect(try running.run("ledger", "show", "2", "--json").output.contains(#""000002""#))
    let missing = try running.run("ledger", "show", "99")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("99"))
    let verify = try running.run("ledger", "verify")
    #expect(verify.status == 0)
    #expect(verify.output.contains("records are intact"))
  }

  @Test func `what is missing is told by log and status, and what of it stops trading`() throws {
    // No counter is there, so that nothing of it is.
    let running = try RunningTerminal(saleCount: 0)
    var status = JSONValue.null
    for _ in 0..<600 {
      status = try JSONValue(parsing: running.run("status", "--json").output)
      if status["missing"]?.array?.count == 6 { break }
      usleep(50_000)
    }
    let expected = [
      "display", "keypad", "card-reader-customer", "swipe-reader", "printer", "modem",
    ]
    #expect(status["missing"]?.array?.compactMap(\.string) == expected)
    let devices = try #require(status["devices"]?.array)
    #expect(devices.map { $0["name"]?.string } == expected)
    #expect(devices.map { $0["required"]?.boolean } == [true, true, false, false, false, false])
    #expect(devices.allSatisfy { $0["state"]?.string == "missing" })
    let text = try running.run("status").output
    #expect(text.contains("display (required), keypad (required), card-reader-customer, swipe-"))
    let events = try running.events(named: "device-missing")
    #expect(Set(events.compactMap { $0["device"]?.string }) == Set(expected))
    let screen = try #require(events.first { $0["device"]?.string == "display" })
    #expect(screen["required"]?.boolean == true)
    #expect(screen["code"]?.string == "H03")
    #expect(try running.events(named: "device-found").isEmpty)
  }

  @Test func `a logo that can't be had stops no terminal that can do without the printer`() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder("pipe"), 0o600) == 0)
    let running = try RunningTerminal(
      saleCount: 0, settings: ["devices.printer.logo=\(folder("pipe"))"])
    #expect(try running.run("status").status == 0)
    let mistake = try #require(running.events(named: "profile").first?["mistake"]?.string)
    #expect(mistake.hasPrefix("devices.printer.logo: "))
    #expect(mistake.contains("no regular file"))
  }

  @Test func `a running terminal is backed up under a relative name, and not restored`() throws {
    let running = try RunningTerminal(saleCount: 2)
    let backup = try running.run("backup", "a backup.sqlite")
    #expect(backup.status == 0)
    #expect(backup.output.contains("batch 000007, verified"))
    #expect(try running.run("backup", "a backup.sqlite").status == 2)
    let restore = try running.run("restore", "a backup.sqlite")
    #expect(restore.status == 2)
    #expect(restore.errors.contains("stop it first"))
  }
}
