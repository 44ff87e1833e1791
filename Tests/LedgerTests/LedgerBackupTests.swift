import Foundation
import Ledger
import Testing

@Suite struct LedgerBackupTests {
  @Test func `a backup gets its name once it is verified`() throws {
    let folder = try TemporaryFolder()
    try FiledLedger.make(folder("ledger"), saleCount: 2)
    let backup = try LedgerBackup(path: folder("backup"))
    try FiledLedger.open(folder("ledger")).backUp(to: backup.partialPath)
    let inspection = try backup.publish(protection: ChecksumProtection())
    #expect(inspection.state.transactions.count == 2)
    #expect(try folder.contents().keys.sorted() == ["backup", "ledger"])
    let rights = try FileManager.default.attributesOfItem(atPath: folder("backup"))
    #expect(rights[.posixPermissions] as? Int == 0o600)
  }

  @Test func `a copy that does not verify is removed`() throws {
    let folder = try TemporaryFolder()
    try FiledLedger.make(folder("ledger"), saleCount: 2)
    let backup = try LedgerBackup(path: folder("backup"))
    try FiledLedger.open(folder("ledger")).backUp(to: backup.partialPath)
    let data = try Data(contentsOf: URL(filePath: backup.partialPath))
    let place = try #require(data.firstRange(of: Data("621626".utf8))?.lowerBound)
    try folder.rot("backup.partial", at: place)
    let error = #expect(throws: LedgerFileError.self) {
      try backup.publish(protection: ChecksumProtection())
    }
    guard case .unusable(backup.partialPath, .damaged) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try folder.contents().keys.sorted() == ["ledger"])
  }

  @Test(arguments: ["backup", "backup.partial"])
  func `no file is overwritten`(name: String) throws {
    let folder = try TemporaryFolder()
    try Data("precious".utf8).write(to: URL(filePath: folder(name)))
    #expect(throws: LedgerFileError.exists(path: folder(name))) {
      _ = try LedgerBackup(path: folder("backup"))
    }
    #expect(try folder.contents() == [name: Data("precious".utf8)])
  }
}
