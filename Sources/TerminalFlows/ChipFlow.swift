import CenterProtocol
import ChipTransaction
import EMVKernel
import HAL
import Ledger
import PaymentTypes

extension TerminalSession {
  /// A sale with a chip card: EMV from selection to the second cryptogram.
  func chipSale(
    _ card: any CardSession, _ amount: TransactionAmount
  ) async throws(TransactionEnd) {
    show(.readingCard)
    let trace = try await traceOrPowerDown(card)
    let counter = ChipCounter(self, card, amount, trace: trace)
    let sequence = sequence(counter, .purchase, amount, trace: trace)
    let record = await sequence.run()
    self.trace(.cardSession(sequence.recording))
    await card.powerDown()
    if let end = counter.end { throw end }
    try checkChip(record)
    // The card may go before the result is durable; what the screen says of it waits for the disk.
    if counter.authorization != nil, devices.cardReader?.isCardPresent == true {
      show(.removeCard)
    }
    try await conclude(record, counter.authorization, amount)
  }

  /// Writes down how a chip sale ended, and shows it.
  private func conclude(
    _ record: ChipTransactionRecord, _ authorization: AuthorizationResult?,
    _ amount: TransactionAmount
  ) async throws(TransactionEnd) {
    switch authorization {
    case nil:
      if let problem = record.failure.flatMap({ Screen.CardProblem($0) }) {
        throw .cardRefused(problem)
      }
      // This terminal only sells online: a card that decides alone has ended the transaction.
      throw .cardRefused(.declinedOffline)
    case .approved(let identity, let answer, let code):
      guard record.outcome == .approvedOnline, let store = record.store,
        let approval = approval(
          answer, code, chipData: StoredChipData(store).bytes,
          scriptNotification: scriptNotification(store))
      else {
        try self.record(.outcome(identity, .reversalDue(.other)))
        return await resolveUnknown(amount)
      }
      try self.record(.outcome(identity, .approved(approval)))
      await concludeApproved(identity, approval)
    case .declined(let identity, _, let decline):
      try self.record(.outcome(identity, .declined(decline)))
      await showResult(.declined(decline.responseCode))
    case .unknown: await resolveUnknown(amount)
    }
  }

  /// What the center has to hear of the issuer's scripts; empty when there were none.
  private func scriptNotification(_ store: DataObjectStore) -> [UInt8] {
    store.scriptResults.isEmpty
      ? [] : (try? IntegratedCircuitCardData.scriptResult.bytes(from: store)) ?? []
  }

  /// The void of a chip sale: the card only says who it is, it signs nothing.
  func chipVoid(
    _ card: any CardSession, _ original: LedgerTransaction
  ) async throws(TransactionEnd) {
    show(.readingCard)
    let amount = original.intent.amount
    let trace = try await traceOrPowerDown(card)
    let counter = ChipCounter(self, card, amount, trace: trace, original: original)
    let sequence = sequence(counter, .refund, amount, trace: trace)
    let record = await sequence.readCard()
    self.trace(.cardSession(sequence.recording))
    await card.powerDown()
    if let end = counter.end { throw end }
    try checkChip(record)
    guard record.failure == nil, let store = record.store, let pan = store.primaryAccountNumber
    else { throw .cardRefused(record.failure.flatMap { Screen.CardProblem($0) } ?? .faulty) }
    let pinBlock = try await onlinePIN(pan: pan, amount: amount, isChip: true)
    let request = AuthorizationRequest(
      type: .saleVoid, amount: amount, trace: trace, pan: pan, expiry: store.expiryDate,
      trackTwo: store.trackTwo, entry: .chip,
      sequenceNumber: store.panSequenceNumber.flatMap { UInt8(exactly: $0) },
      pinBlock: pinBlock, verification: pinBlock == nil ? .signature : .onlinePIN,
      original: original)
    try await concludeOnline(request)
  }

  /// Tells a chip that answered no command at all from one that went away.
  private func checkChip(_ record: ChipTransactionRecord) throws(TransactionEnd) {
    guard case .cardLost(let error) = record.failure, error.isFailureOfChip,
      record.exchanges.allSatisfy({ $0.response == nil })
    else { return }
    noteChipFailure(error)
    throw .chipUnreadable
  }

  private func traceOrPowerDown(
    _ card: any CardSession
  ) async throws(TransactionEnd) -> SystemTraceAuditNumber {
    do throws(TransactionEnd) {
      return try takeTrace()
    } catch {
      await card.powerDown()
      throw error
    }
  }

  private func sequence(
    _ counter: ChipCounter, _ kind: TransactionParameters.Kind, _ amount: TransactionAmount,
    trace: SystemTraceAuditNumber
  ) -> ChipSequence {
    // The books keep no sale that the center has not seen: no card is asked to approve one alone,
    // and no merchant whether he takes its risk.
    var configuration = settings.kernel
    configuration.allowsOfflineApproval = false
    configuration.allowsForcedAcceptance = false
    return ChipSequence(
      configuration: configuration,
      parameters: transactionParameters(kind, amount, trace: trace), surroundings: counter)
  }

  /// What the kernel needs from outside for one transaction.
  private func transactionParameters(
    _ kind: TransactionParameters.Kind, _ amount: TransactionAmount,
    trace: SystemTraceAuditNumber
  ) -> TransactionParameters {
    let random = devices.entropy.randomBytes(5)
    let number = random.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    return TransactionParameters(
      amount: amount, kind: kind, time: civilTime, unpredictableNumber: number,
      sequenceCounter: trace, randomPercentage: Int(random.last ?? 0) % 99 + 1)
  }

  /// What the terminal remembers of a card in this batch, for its risk management.
  func history(of pan: PrimaryAccountNumber?) -> TerminalRiskManagement.CardHistory {
    let last = ledger.state.transactions.last { storedPAN(of: $0.intent) == pan }
    return TerminalRiskManagement.CardHistory(lastAmount: last?.intent.amount.minorUnits ?? 0)
  }
}
