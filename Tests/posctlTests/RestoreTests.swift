import Foundation
import Ledger
import PaymentTypes
import Testing

@Suite struct RestoreTests {
  private func run(_ terminal: StoppedTerminal, _ words: String...) throws -> Program {
    try Program(arguments: words + terminal.options)
  }

  @Test func `a backup takes the place of a damaged ledger, which is kept`() throws {
    let terminal = try StoppedTerminal()
    try terminal.sell(1)
    #expect(try run(terminal, "backup", terminal.folder("backup")).status == 0)
    try terminal.sell(20)
    let used = try terminal.openLedger().state.reservedTrace
    try terminal.rot()
    let damaged = try terminal.folder.data("data/ledger.sqlite")
    let restore = try run(terminal, "restore", terminal.folder("backup"))
    #expect(restore.status == 0)
    #expect(restore.output.contains("before-restore-1"))
    #expect(restore.output.contains("Next: start posd"))
    #expect(
      try terminal.folder.names(in: "data") == [
        "ledger.sqlite", "ledger.sqlite.before-restore-1",
      ])
    #expect(try terminal.folder.data("data/ledger.sqlite.before-restore-1") == damaged)
    #expect(try run(terminal, "ledger", "verify").status == 0)
    let ledger = try terminal.openLedger()
    #expect(ledger.state.transactions.count == 1)
    #expect(try ledger.takeTrace().number > used)
  }

  @Test func `a bad backup is refused, and the present ledger stays`() throws {
    let terminal = try StoppedTerminal()
    try terminal.sell(1)
    let before = try terminal.folder.data("data/ledger.sqlite")
    try Data(repeating: 7, count: 5000).write(to: URL(filePath: terminal.folder("bad")))
    for name in ["bad", "none"] {
      let restore = try run(terminal, "restore", terminal.folder(name))
      #expect(restore.status == (name == "bad" ? 1 : 2))
      #expect(restore.errors.contains(terminal.folder(name)))
    }
    #expect(try terminal.folder.data("data/ledger.sqlite") == before)
    #expect(try terminal.folder.names(in: "data") == ["ledger.sqlite"])
  }

  @Test func `a reversal that an intact ledger owes is not forgotten`() throws {
    let terminal = try StoppedTerminal()
    try terminal.sell(1)
    #expect(try run(terminal, "backup", terminal.folder("backup")).status == 0)
    try terminal.sell(0, leavingOpen: true)
    let restore = try run(terminal, "restore", terminal.folder("backup"))
    #expect(restore.status == 2)
    #expect(restore.errors.contains("owes a reversal"))
    #expect(try terminal.openLedger().state.unresolved != nil)
  }

  @Test func `a backup made in doubt is taken only on request`() throws {
    let terminal = try StoppedTerminal()
    try terminal.sell(1, leavingOpen: true)
    #expect(try run(terminal, "backup", terminal.folder("backup")).status == 0)
    try FileManager.default.removeItem(atPath: terminal.ledgerPath)
    let restore = try run(terminal, "restore", terminal.folder("backup"))
    #expect(restore.status == 2)
    #expect(restore.errors.contains("--reverse-what-is-in-doubt"))
    let forced = try run(
      terminal, "restore", terminal.folder("backup"), "--reverse-what-is-in-doubt")
    #expect(forced.status == 0)
    #expect(try terminal.openLedger().state.unresolved != nil)
  }

  @Test func `an interrupted restore stops everything else until it is finished`() throws {
    let terminal = try StoppedTerminal()
    try terminal.sell(1)
    #expect(try run(terminal, "backup", terminal.folder("backup")).status == 0)
    try terminal.sell(1)
    // As a power cut leaves it right behind the point of no return.
    try FileManager.default.copyItem(
      atPath: terminal.folder("backup"), toPath: terminal.ledgerPath + ".restoring")
    for words in [["ledger", "verify"], ["ledger", "list"], ["restore", "backup"]] {
      let run = try run(terminal, words[0], words[1])
      #expect(run.status == 2)
      #expect(run.errors.contains("posctl restore --finish"))
    }
    #expect(try run(terminal, "restore", "--finish").status == 0)
    #expect(try run(terminal, "ledger", "verify").status == 0)
    #expect(try terminal.openLedger().state.transactions.count == 1)
    let again = try run(terminal, "restore", "--finish")
    #expect(again.status == 2)
    #expect(again.errors.contains("no restore"))
  }
}
