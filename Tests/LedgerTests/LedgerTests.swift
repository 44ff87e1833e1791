import CSimulatedDisk
import HAL
import Ledger
import PaymentTypes
import Testing

@Suite struct LedgerTests {
  static let batch = BatchNumber(1)

  private func open(_ disk: SimulatedDisk, reserve: Int = 65_536) throws(LedgerError) -> Ledger {
    try Ledger(
      path: "ledger", layout: .init(disk: disk, reserveByteCount: reserve),
      protection: ChecksumProtection())
  }

  private func intent(
    _ trace: SystemTraceAuditNumber, type: TransactionType = .sale, fen: Int = 100,
    original: TransactionIdentity? = nil
  ) throws -> TransactionIntent {
    TransactionIntent(
      identity: TransactionIdentity(batch: try #require(Self.batch), trace: trace),
      type: type, amount: try #require(TransactionAmount(minorUnits: fen)),
      maskedPAN: "621626*********0018", protectedPAN: [1, 2, 3], entry: .chip,
      verification: .onlinePIN, expiry: ExpiryDate(year: 30, month: 12), labelTime: 42,
      cashier: "001", protectedReversal: [9, 9], original: original, chipData: [0x9F, 0x36])
  }

  private func approval() throws -> Outcome {
    .approved(
      Approval(
        responseCode: .approved,
        retrievalReference: try #require(RetrievalReferenceNumber("101612000002")),
        authorizationCode: AuthorizationCode("123456"), date: "0617", time: "101612",
        cardOrganisation: "CUP", institutions: "0102", remark: "", chipData: [],
        scriptNotification: []))
  }

  private func day(_ ledger: Ledger) throws {
    ledger.signIn()
    for sale in 0..<3 {
      let intent = try intent(try ledger.takeTrace())
      try ledger.commit(.intent(intent))
      try ledger.commit(
        .outcome(intent.identity, sale == 1 ? .reversalDue(.noAnswer) : try approval()))
      if sale == 1 { try ledger.commit(.outcome(intent.identity, .reversed(.approved))) }
      try ledger.commit(.slipPrinted(intent.identity, copy: .merchant))
    }
  }

  @Test func `records come back as they were written`() throws {
    let disk = try SimulatedDisk(seed: 1)
    let before: [Ledger.Entry]
    do {
      let ledger = try open(disk)
      try day(ledger)
      let totals = ledger.state.totals
      #expect(totals.domestic.debit == .init(count: 2, minorUnits: 200))
      try ledger.commit(.settlementStarted(totals))
      try ledger.commit(.settlementAnswered(domestic: .balanced, foreign: .balanced))
      try ledger.commit(.uploadAcknowledged(itemCount: 1))
      try ledger.commit(.batchClosed(next: try #require(BatchNumber(2))))
      try ledger.commit(.settlementSlipPrinted)
      before = try ledger.entries()
    }
    let ledger = try open(disk)
    #expect(try ledger.entries() == before)
    #expect(ledger.state.batch?.number == 2)
    #expect(ledger.state.transactions.isEmpty)
    #expect(ledger.state.closedBatch?.isSlipPrinted == true)
  }

  @Test func `trace numbers never repeat, even after a crash, and wrap after 999,999`() throws {
    let disk = try SimulatedDisk(seed: 2)
    var used: Set<Int> = []
    for _ in 0..<5 {
      let ledger = try open(disk)
      for _ in 0..<20 {
        #expect(used.insert(try ledger.takeTrace().number).inserted)
      }
    }
    let ledger = try open(disk)
    try ledger.skipTraces(999_990 - ledger.state.reservedTrace)
    let numbers = try (0..<12).map { _ in try ledger.takeTrace().number }
    #expect(numbers == Array(999_991...999_999) + [1, 2, 3])
  }

  @Test func `a sale costs two durable commits, and a reservation rides along`() throws {
    let disk = try SimulatedDisk(seed: 3)
    let ledger = try open(disk)
    ledger.signIn()
    _ = try ledger.takeTrace()
    for _ in 0..<40 {
      let syncs = lianji_disk_syncs(disk.handle)
      let intent = try intent(try ledger.takeTrace())
      try ledger.commit(.intent(intent))
      try ledger.commit(.outcome(intent.identity, try approval()))
      #expect(lianji_disk_syncs(disk.handle) - syncs == 2)
    }
  }

  @Test func `an outcome can't be taken back`() throws {
    let disk = try SimulatedDisk(seed: 4)
    let ledger = try open(disk)
    ledger.signIn()
    let first = try intent(try ledger.takeTrace())
    try ledger.commit(.intent(first))
    #expect(throws: LedgerError.refused(.unresolvedTransaction)) {
      try ledger.commit(.intent(try intent(try ledger.takeTrace())))
    }
    #expect(throws: LedgerError.refused(.illegalOutcome)) {
      try ledger.commit(.outcome(first.identity, .reversed(.approved)))
    }
    try ledger.commit(.outcome(first.identity, .reversalDue(.badMAC)))
    let approval = try approval()
    #expect(throws: LedgerError.refused(.illegalOutcome)) {
      try ledger.commit(.outcome(first.identity, approval))
    }
    #expect(throws: LedgerError.refused(.unresolvedTransaction)) {
      try ledger.commit(.settlementStarted(ledger.state.totals))
    }
    try ledger.commit(.outcome(first.identity, .handedOver(.approved)))
    #expect(ledger.state.unresolved == nil)
    #expect(throws: LedgerError.refused(.illegalOutcome)) {
      try ledger.commit(.outcome(first.identity, approval))
    }
  }

  @Test func `a sale is voided once, for its own amount`() throws {
    let disk = try SimulatedDisk(seed: 5)
    let ledger = try open(disk)
    ledger.signIn()
    let sale = try intent(try ledger.takeTrace())
    try ledger.commit(.intent(sale))
    try ledger.commit(.outcome(sale.identity, try approval()))
    let wrong = try intent(
      try ledger.takeTrace(), type: .saleVoid, fen: 99, original: sale.identity)
    #expect(throws: LedgerError.refused(.originalNotVoidable)) {
      try ledger.commit(.intent(wrong))
    }
    let void = try intent(try ledger.takeTrace(), type: .saleVoid, original: sale.identity)
    try ledger.commit(.intent(void))
    try ledger.commit(.outcome(void.identity, try approval()))
    #expect(ledger.state.isVoided(sale.identity))
    let again = try intent(try ledger.takeTrace(), type: .saleVoid, original: sale.identity)
    #expect(throws: LedgerError.refused(.originalNotVoidable)) {
      try ledger.commit(.intent(again))
    }
    #expect(ledger.state.totals.domestic.credit == .init(count: 1, minorUnits: 100))
  }

  @Test(arguments: UInt64(1)...12)
  func `a power cut at any write leaves what was committed, and nothing else`(
    seed: UInt64
  ) throws {
    for cut in UInt64(1)... {
      let disk = try SimulatedDisk(seed: seed &* 1000 &+ cut)
      var committed = 0
      lianji_disk_cut_at(disk.handle, cut)
      let ledger = try? open(disk)
      if let ledger {
        try? day(ledger)
        committed = ledger.recordCount
      }
      let wasCut = lianji_disk_is_powered(disk.handle) == 0
      _ = consume ledger
      lianji_disk_power_on(disk.handle)
      let recovered = try open(disk)
      // The commit under way may have become durable before its answer could be given.
      #expect((committed...committed + 2).contains(recovered.recordCount), "cut at \(cut)")
      if !wasCut { return }
    }
  }

  @Test func `a disk that is full keeps what it has and says so`() throws {
    for failure in UInt64(1)...6 {
      let disk = try SimulatedDisk(seed: 6)
      let ledger = try open(disk)
      ledger.signIn()
      let count = ledger.recordCount
      lianji_disk_fail_at(disk.handle, failure, 13)  // SQLITE_FULL
      let sale = try intent(try ledger.takeTrace())
      do {
        try ledger.commit(.intent(sale))
        #expect(ledger.recordCount > count)
      } catch LedgerError.full {
        #expect(ledger.state[sale.identity] == nil)
        try ledger.commit(.intent(sale))
      }
      #expect(ledger.state[sale.identity] != nil)
    }
  }

  @Test func `rot in any record is found at the next start, and nothing is overwritten`() throws {
    let disk = try SimulatedDisk(seed: 7)
    do { try day(try open(disk)) }
    let size = lianji_disk_file_size(disk.handle, "ledger")
    let count = try open(disk).recordCount
    var found = 0
    for offset in stride(from: 0, to: size, by: 97) {
      #expect(lianji_disk_rot(disk.handle, "ledger", offset) == 1)
      do throws(LedgerError) {
        // A byte that no record uses may rot unseen; then every record is still there.
        #expect(try open(disk).recordCount == count)
      } catch {
        found += 1
      }
      #expect(lianji_disk_rot(disk.handle, "ledger", offset) == 1)
    }
    #expect(found > 5)
    #expect(try open(disk).recordCount == count)
  }

  @Test func `a copy is a ledger, and another file is not`() throws {
    let disk = try SimulatedDisk(seed: 8)
    do {
      let ledger = try open(disk)
      try ledger.backUp(to: "copy")
    }
    let copy = try Ledger(
      path: "copy", layout: .init(disk: disk), protection: ChecksumProtection())
    #expect(copy.recordCount == 0)
    #expect(throws: LedgerError.cannotOpen(code: 14)) {
      _ = try Ledger(path: "/dev/null/none", protection: ChecksumProtection())
    }
    #expect(throws: LedgerError.notALedger) {
      _ = try Ledger(path: #filePath, protection: ChecksumProtection())
    }
  }
}

extension Ledger {
  /// Signs in to batch 1, unless the power is gone.
  fileprivate func signIn() {
    guard let batch = LedgerTests.batch else { return }
    try? commit(.signedIn(batch: batch))
  }
}
