import Firmware
import HAL
import Ledger
import Testing

@Suite struct LedgerAdviceTests {
  @Test(arguments: [
    LedgerError.cannotOpen(code: 14), .inUse, .notALedger, .laterFormat(found: 2, supported: 1),
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
}
