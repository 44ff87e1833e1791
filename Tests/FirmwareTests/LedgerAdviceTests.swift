import Firmware
import HAL
import JSONText
import Ledger
import SystemPackage
import Testing

@Suite struct LedgerAdviceTests {
  @Test(arguments: [
    LedgerError.cannotOpen(code: 14), .inUse, .notALedger, .laterFormat(found: 2, supported: 1),
    .restoreUnfinished,
    .damaged(sequence: 17, .seal), .damaged(sequence: 0, .structure), .full,
    .inputOutput(code: 10), .sealing(.keyMissing), .refused(.noBatch),
  ])
  func `a ledger that does not open is named, with what to do`(error: LedgerError) {
    let text = LedgerAdvice.text(error, path: "/data/ledger.sqlite")
    #expect(text.contains("/data/ledger.sqlite"))
    #expect(text.contains(":") || text.contains("("))
    #expect(!text.contains("\n"))
  }

  @Test func `damage is placed, and the file stays`() {
    let text = LedgerAdvice.text(.damaged(sequence: 17, .seal), path: "x")
    #expect(text.contains("record 17"))
    #expect(text.contains("left as it is"))
  }

  @Test(arguments: [
    LedgerFileError.missing(path: "/data/file"), .exists(path: "/data/file"),
    .notAFile(path: "/data/file"), .inUse(path: "/data/file"),
    .restoreUnfinished(path: "/data/file"), .nothingToFinish(path: "/data/file"),
    .unusable(path: "/data/file", .notALedger), .failed(.read, path: "/data/file", .ioError),
    .failed(.write, path: "/data/file", .noSpace),
    .failed(.link, path: "/data/file", .notPermitted),
    .failed(.rename, path: "/data/file", .readOnlyFileSystem),
  ])
  func `a file that can't be copied or put in place is named, with what to do`(
    error: LedgerFileError
  ) {
    let text = LedgerAdvice.text(error)
    #expect(text.contains("/data/file"))
    #expect(text.contains(":"))
    #expect(!text.contains("\n"))
  }

  @Test func `a verification names the first damaged record, or says that there is none`() {
    #expect(
      LedgerReport.verification(recordCount: 3, damage: nil).text
        == #"{"records":3,"intact":true,"damage":null}"#)
    let damaged = LedgerReport.verification(recordCount: 3, damage: .damaged(sequence: 4, .gap))
    #expect(
      damaged.text
        == #"{"records":3,"intact":false,"damage":{"record":4,"reason":"a record is missing"}}"#)
    let whole = LedgerReport.verification(
      recordCount: 3, damage: .damaged(sequence: 0, .structure))
    #expect(whole["damage"]?["record"] == .null)
  }
}
