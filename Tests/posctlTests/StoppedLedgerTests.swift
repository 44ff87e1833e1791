import Foundation
import JSONText
import Testing

/// The ledger's commands where no posd runs.
@Suite struct StoppedLedgerTests {
  private func run(_ terminal: StoppedTerminal, _ words: String...) throws -> Program {
    try Program(arguments: words + terminal.options)
  }

  @Test func `a batch is a table whose columns line up, with masked card numbers`() throws {
    let terminal = try StoppedTerminal()
    try terminal.sell(2)
    let before = try Data(contentsOf: URL(filePath: terminal.ledgerPath))
    let list = try run(terminal, "ledger", "list")
    #expect(list.status == 0)
    let lines = list.output.split(separator: "\n").map(String.init)
    #expect(lines[0] == "batch 000007")
    #expect(lines[1].hasPrefix("trace   type  amount  card                 entry  status"))
    #expect(lines[2].hasPrefix("000001  sale  123.45  621626*********0018  swipe  approved  00"))
    #expect(lines[2].hasSuffix("101612000002  not printed"))
    #expect(lines[4] == "domestic debit   2  246.90")
    #expect(try Data(contentsOf: URL(filePath: terminal.ledgerPath)) == before)
    #expect(try terminal.folder.names(in: "data") == ["ledger.sqlite"])
  }

  @Test func `list, show and verify have JSON`() throws {
    let terminal = try StoppedTerminal()
    try terminal.sell(2)
    let list = try JSONValue(
      parsing: try run(terminal, "ledger", "list", "--json").output)
    #expect(list["batch"]?.string == "000007")
    #expect(list["totals"]?["domestic"]?["debit"]?["minorUnits"]?.number == 24_690)
    let show = try run(terminal, "ledger", "show", "2", "--json")
    #expect(try JSONValue(parsing: show.output) == list["transactions"]?.array?.last)
    let verify = try run(terminal, "ledger", "verify", "--json")
    #expect(verify.status == 0)
    #expect(try JSONValue(parsing: verify.output)["intact"]?.boolean == true)
    #expect(try run(terminal, "ledger", "show", "2").output.contains("amount     123.45\n"))
  }

  @Test func `a transaction that is not there is an error`() throws {
    let terminal = try StoppedTerminal()
    try terminal.sell(1)
    for trace in ["99", "0", "1000000", "two", "-1"] {
      let show = try run(terminal, "ledger", "show", trace)
      #expect(show.status == 2, "\(trace)")
      #expect(show.output.isEmpty)
    }
  }

  @Test func `damage has a place, a status of its own, and the file stays`() throws {
    let terminal = try StoppedTerminal()
    try terminal.sell(3)
    try terminal.rot()
    let before = try Data(contentsOf: URL(filePath: terminal.ledgerPath))
    let verify = try run(terminal, "ledger", "verify", "--json")
    #expect(verify.status == 1)
    let record = try JSONValue(parsing: verify.output)["damage"]?["record"]?.number
    #expect(verify.errors.contains("record \(record ?? 0) is damaged"))
    #expect(verify.errors.contains("posctl restore"))
    #expect(try run(terminal, "ledger", "list").status == 1)
    #expect(try run(terminal, "backup", terminal.folder("backup")).status == 1)
    #expect(!FileManager.default.fileExists(atPath: terminal.folder("backup")))
    #expect(try Data(contentsOf: URL(filePath: terminal.ledgerPath)) == before)
    #expect(try terminal.folder.names(in: "data") == ["ledger.sqlite"])
  }

  @Test func `a file that is no ledger and one that is not there are told apart`() throws {
    let terminal = try StoppedTerminal()
    let missing = try run(terminal, "ledger", "verify")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("there is no ledger \(terminal.ledgerPath)"))
    try Data(repeating: 0x41, count: 10_000)
      .write(to: URL(filePath: terminal.ledgerPath))
    let other = try run(terminal, "ledger", "verify")
    #expect(other.status == 1)
    #expect(other.errors.contains("is not a ledger"))
  }

  @Test func `a backup is written beside, verified, and never over a file`() throws {
    let terminal = try StoppedTerminal()
    try terminal.sell(2)
    let path = terminal.folder("the backup")
    let backup = try run(terminal, "backup", path, "--json")
    #expect(backup.status == 0)
    #expect(try JSONValue(parsing: backup.output)["backup"]?.string == path)
    #expect(try terminal.folder.names(in: "") == ["data", "the backup"])
    let first = try terminal.folder.data("the backup")
    let again = try run(terminal, "backup", path)
    #expect(again.status == 2)
    #expect(again.errors.contains("never overwritten"))
    #expect(try terminal.folder.data("the backup") == first)
    #expect(try run(terminal, "backup", terminal.folder("no/such/folder")).status == 2)
  }
}
