import Foundation
import Ledger
import PaymentTypes
import Testing

@Suite struct LedgerInspectionTests {
  @Test func `a ledger and its log are read whole, and no byte beside or in them changes`() throws {
    let folder = try TemporaryFolder()
    try FiledLedger.makeCut(folder("ledger"), saleCount: 3)
    let before = try folder.contents()
    #expect(before.keys.sorted() == ["ledger", "ledger-wal"])
    let inspection = try FiledLedger.inspect(folder("ledger"))
    #expect(inspection.damage == nil)
    #expect(inspection.state.transactions.count == 3)
    #expect(try folder.contents() == before)
    // Without its log the last sale would be missing: it was the log that told of it.
    try FileManager.default.removeItem(atPath: folder("ledger-wal"))
    #expect(try FiledLedger.inspect(folder("ledger")).state.transactions.count == 2)
  }

  @Test func `the first damaged record is named, and those before it are there`() throws {
    let folder = try TemporaryFolder()
    try FiledLedger.make(folder("ledger"), saleCount: 4)
    let whole = try FiledLedger.inspect(folder("ledger"))
    let data = try Data(contentsOf: URL(filePath: folder("ledger")))
    // The masked number stands once in each intent; records lie from the end of a page backwards.
    let places = data.ranges(of: Data("621626".utf8)).map(\.lowerBound)
    #expect(places.count == 4)
    for place in places {
      try folder.rot("ledger", at: place)
      let before = try folder.contents()
      let inspection = try FiledLedger.inspect(folder("ledger"))
      #expect(inspection.damage == .damaged(sequence: inspection.recordCount + 1, .seal))
      #expect(inspection.state.transactions.count < 4)
      #expect(inspection.recordCount < whole.recordCount)
      #expect(try folder.contents() == before)
      try folder.rot("ledger", at: place)
    }
    #expect(try FiledLedger.inspect(folder("ledger")).recordCount == whole.recordCount)
  }

  @Test func `rot anywhere is damage or harmless, never a crash and never silent`() throws {
    let folder = try TemporaryFolder()
    try FiledLedger.make(folder("ledger"), saleCount: 2)
    let count = try FiledLedger.inspect(folder("ledger")).recordCount
    let size = try Data(contentsOf: URL(filePath: folder("ledger"))).count
    for offset in stride(from: 0, to: size, by: 293) {
      try folder.rot("ledger", at: offset)
      do {
        let inspection = try FiledLedger.inspect(folder("ledger"))
        if inspection.damage == nil { #expect(inspection.recordCount == count) }
      } catch is LedgerError {
      }
      try folder.rot("ledger", at: offset)
    }
  }

  @Test func `a ledger in use, a missing one and another file are told apart`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: LedgerFileError.missing(path: folder("none"))) {
      _ = try FiledLedger.inspect(folder("none"))
    }
    try Data(String(repeating: "not a ledger ", count: 1000).utf8)
      .write(to: URL(filePath: folder("text")))
    #expect(throws: LedgerError.notALedger) { _ = try FiledLedger.inspect(folder("text")) }
    let ledger = try FiledLedger.open(folder("ledger"))
    #expect(throws: LedgerFileError.inUse(path: folder("ledger"))) {
      _ = try FiledLedger.inspect(folder("ledger"))
    }
    _ = consume ledger
    #expect(try FiledLedger.inspect(folder("ledger")).recordCount == 0)
  }

  @Test func `no copy stays behind`() throws {
    let folder = try TemporaryFolder()
    try FiledLedger.make(folder("ledger"), saleCount: 1)
    let path: String
    do {
      let snapshot = try LedgerSnapshot(of: folder("ledger"))
      path = folder("copy")
      try snapshot.write(to: path)
    }
    #expect(try folder.contents().keys.sorted() == ["copy", "ledger"])
    #expect(try FiledLedger.inspect(path).state.transactions.count == 1)
  }
}
