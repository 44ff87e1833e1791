import HAL
import Ledger
import PaymentTypes
import TerminalFlows
import Testing

@Suite struct SettlementUploadTests {
  /// A ledger's transactions, made through the ledger's own fold.
  private func transactions(
    swiped: Int, chip: Int, foreign: Bool = false
  ) throws -> [LedgerTransaction] {
    var state = LedgerState()
    let batch = try #require(BatchNumber(1))
    try add(.signedIn(batch: batch), to: &state)
    for number in 1...max(1, swiped + chip) where number <= swiped + chip {
      let identity = TransactionIdentity(
        batch: batch, trace: try #require(SystemTraceAuditNumber(number)))
      let intent = TransactionIntent(
        identity: identity, type: .sale, amount: try #require(TransactionAmount(minorUnits: 100)),
        maskedPAN: "", protectedPAN: [], entry: number <= swiped ? .swipe : .chip,
        verification: .none, expiry: nil, labelTime: 0, cashier: "01", protectedReversal: [])
      try add(.intent(intent), to: &state)
      let approval = Approval(
        responseCode: .approved,
        retrievalReference: try #require(RetrievalReferenceNumber("000000000001")),
        authorizationCode: nil, date: "0617", time: "101530",
        cardOrganisation: foreign ? "VIS" : "CUP", institutions: "", remark: "", chipData: [],
        scriptNotification: [])
      try add(.outcome(identity, .approved(approval)), to: &state)
    }
    return state.transactions
  }

  private func add(_ record: LedgerRecord, to state: inout LedgerState) throws {
    try state.check(record)
    state.apply(record)
  }

  private func counts(
    _ transactions: [LedgerTransaction], domestic: SettlementVerdict,
    foreign: SettlementVerdict = .balanced
  ) -> [Int] {
    SettlementUpload.items(of: transactions, domestic: domestic, foreign: foreign)
      .map(\.transactionCount)
  }

  @Test func `a balanced batch sends only its chip transactions`() throws {
    #expect(counts(try transactions(swiped: 3, chip: 2), domestic: .balanced) == [1, 1])
  }

  @Test func `an unbalanced batch sends its swipes in lists of eight first`() throws {
    let transactions = try transactions(swiped: 19, chip: 1)
    #expect(counts(transactions, domestic: .unbalanced) == [8, 8, 3, 1])
  }

  @Test func `only the side that does not balance is listed`() throws {
    let foreign = try transactions(swiped: 2, chip: 0, foreign: true)
    #expect(counts(foreign, domestic: .unbalanced, foreign: .balanced) == [])
    #expect(counts(foreign, domestic: .balanced, foreign: .unbalanced) == [2])
  }
}
