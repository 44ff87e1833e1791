import Foundation
import Ledger
import PaymentTypes
import Testing

@Suite struct LedgerRestorationTests {
  /// A ledger of five sales, cut off power, and a backup that has two of them.
  private func setUp() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FiledLedger.make(folder("backup"), saleCount: 2)
    try FiledLedger.makeCut(folder("ledger"), saleCount: 5)
    return folder
  }

  private func begin(_ folder: TemporaryFolder) throws {
    let restoration = try LedgerRestoration(of: folder("ledger"))
    try restoration.begin(
      with: folder("backup"), skippingTraces: 1000, protection: ChecksumProtection())
  }

  /// The backup stands in place, the former ledger beside it with every record.
  private func expectRestored(_ folder: TemporaryFolder) throws {
    let names = try folder.contents().keys.sorted()
    #expect(
      names == [
        "backup", "ledger", "ledger.before-restore-1", "ledger.before-restore-1-wal",
      ])
    #expect(try FiledLedger.inspect(folder("ledger")).state.transactions.count == 2)
    #expect(
      try FiledLedger.inspect(folder("ledger.before-restore-1")).state.transactions.count == 5)
  }

  @Test func `a backup takes the ledger's place, and no trace number comes again`() throws {
    let folder = try setUp()
    let former = try FiledLedger.inspect(folder("ledger")).state.reservedTrace
    let backup = try folder.contents()["backup"]
    try begin(folder)
    let kept = try LedgerRestoration(of: folder("ledger")).finish()
    #expect(kept == folder("ledger.before-restore-1"))
    try expectRestored(folder)
    #expect(try folder.contents()["backup"] == backup)
    #expect(try FiledLedger.open(folder("ledger")).takeTrace().number > former)
  }

  @Test(arguments: 0..<LedgerRestoration.Step.allCases.count)
  func `a power cut after any step loses nothing, and the rest can be done`(count: Int) throws {
    let folder = try setUp()
    try begin(folder)
    // The last step is the end: nothing is unfinished behind it. Each cut begins anew.
    for done in 0..<count {
      let restoration = try LedgerRestoration(of: folder("ledger"))
      for step in LedgerRestoration.Step.allCases[...done] { try restoration.perform(step) }
    }
    #expect(throws: LedgerError.restoreUnfinished) { _ = try FiledLedger.open(folder("ledger")) }
    #expect(throws: LedgerFileError.restoreUnfinished(path: folder("ledger"))) {
      try begin(folder)
    }
    try LedgerRestoration(of: folder("ledger")).finish()
    try expectRestored(folder)
    #expect(throws: LedgerFileError.nothingToFinish(path: folder("ledger"))) {
      try LedgerRestoration(of: folder("ledger")).finish()
    }
  }

  @Test func `a cut between the two names of ledger and log repeats neither`() throws {
    let folder = try setUp()
    try begin(folder)
    try FileManager.default.linkItem(
      atPath: folder("ledger"), toPath: folder("ledger.before-restore-1"))
    try LedgerRestoration(of: folder("ledger")).finish()
    try expectRestored(folder)
  }

  @Test func `before the point of no return the present ledger stands, whatever was begun`() throws
  {
    let folder = try setUp()
    let ledger = try folder.contents()["ledger"]
    try Data("half a copy".utf8).write(to: URL(filePath: folder("ledger.incoming")))
    #expect(try FiledLedger.inspect(folder("ledger")).state.transactions.count == 5)
    #expect(try folder.contents()["ledger"] == ledger)
    try begin(folder)
    try LedgerRestoration(of: folder("ledger")).finish()
    try expectRestored(folder)
  }

  @Test func `a second restore keeps what the first one kept`() throws {
    let folder = try setUp()
    for _ in 0..<2 {
      try begin(folder)
      try LedgerRestoration(of: folder("ledger")).finish()
    }
    let kept = (1...3).map { folder("ledger.before-restore-\($0)") }
    #expect(try FiledLedger.inspect(kept[0]).state.transactions.count == 5)
    #expect(try FiledLedger.inspect(kept[1]).state.transactions.count == 2)
    #expect(!FileManager.default.fileExists(atPath: kept[2]))
  }

  @Test func `a damaged ledger is kept with every byte`() throws {
    let folder = try setUp()
    try folder.rot("ledger", at: 0)
    try folder.rot("ledger", at: 9000)
    let before = try folder.contents()
    try begin(folder)
    try LedgerRestoration(of: folder("ledger")).finish()
    let after = try folder.contents()
    #expect(after["ledger.before-restore-1"] == before["ledger"])
    #expect(after["ledger.before-restore-1-wal"] == before["ledger-wal"])
    #expect(try FiledLedger.inspect(folder("ledger")).state.transactions.count == 2)
  }

  @Test func `a board without a ledger gets one, with nothing kept`() throws {
    let folder = try TemporaryFolder()
    try FiledLedger.make(folder("backup"), saleCount: 2)
    try begin(folder)
    #expect(try LedgerRestoration(of: folder("ledger")).finish() == nil)
    #expect(try folder.contents().keys.sorted() == ["backup", "ledger"])
  }

  @Test func `a damaged backup is refused, and nothing changes`() throws {
    let folder = try setUp()
    let data = try Data(contentsOf: URL(filePath: folder("backup")))
    try folder.rot("backup", at: try #require(data.firstRange(of: Data("621626".utf8))).lowerBound)
    let before = try folder.contents()
    let error = #expect(throws: LedgerFileError.self) { try begin(folder) }
    guard case .unusable(folder("backup"), .damaged) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try folder.contents() == before)
  }

  @Test func `a ledger in use is left alone, and a folder is none`() throws {
    let folder = try setUp()
    let ledger = try FiledLedger.open(folder("ledger"))
    #expect(throws: LedgerFileError.inUse(path: folder("ledger"))) {
      _ = try LedgerRestoration(of: folder("ledger"))
    }
    _ = consume ledger
    #expect(throws: LedgerFileError.notAFile(path: folder.path)) {
      _ = try LedgerRestoration(of: folder.path)
    }
  }

  @Test func `a terminal does not start on a ledger that is being replaced`() throws {
    let folder = try setUp()
    let restoration = try LedgerRestoration(of: folder("ledger"))
    #expect(throws: LedgerError.inUse) { _ = try FiledLedger.open(folder("ledger")) }
    _ = consume restoration
    _ = try FiledLedger.open(folder("ledger"))
  }

  @Test func `trace numbers are skipped beyond what the present ledger used`() throws {
    func state(_ reserved: Int) throws -> LedgerState {
      var state = LedgerState()
      state.apply(.tracesReserved(upTo: try #require(SystemTraceAuditNumber(reserved))))
      return state
    }
    let backup = try state(1000)
    func skipped(_ present: LedgerState?) -> Int {
      LedgerRestoration.tracesToSkip(backup: backup, present: present)
    }
    #expect(skipped(nil) == 100_000)
    #expect(skipped(try state(1000)) == 100_000)
    #expect(skipped(try state(61_000)) == 160_000)
    // Behind the backup: a restore of a later backup over an older ledger.
    #expect(skipped(try state(16)) == 100_000)
    let wrapped = LedgerRestoration.tracesToSkip(
      backup: try state(999_000), present: try state(500))
    #expect(wrapped == 101_499)
  }
}
