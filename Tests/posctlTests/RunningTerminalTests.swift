import Foundation
import JSONText
import Testing

/// The commands that ask the real posd over its control socket.
@Suite struct RunningTerminalTests {
  /// posd on a stopped terminal's ledger; it ends with this object.
  private final class RunningTerminal {
    let terminal: StoppedTerminal
    private let process: Process

    init(saleCount: Int) throws {
      terminal = try StoppedTerminal()
      try terminal.sell(saleCount)
      process = Program.process("posd", terminal.options)
      process.standardError = FileHandle.nullDevice
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
