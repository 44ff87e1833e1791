import Connectivity
import HAL
import Ledger
import PaymentTypes

extension TerminalSession {
  /// A sale 消费, from the amount to the slip.
  package func sale(firstDigit: UInt8?) async {
    if await refusesWithoutDevice() { return }
    guard let amount = await captureAmount(.sale, firstDigit: firstDigit) else { return }
    await runTransaction { () async throws(TransactionEnd) in
      try await prepare()
      try await withCard(amount) { (card) async throws(TransactionEnd) in
        switch card {
        case .chip(let session): try await chipSale(session, amount)
        case .stripe(let track, let entry):
          try await stripeTransaction(.sale, amount, track, entry, original: nil)
        }
      }
    }
  }

  /// Undoes a sale of this batch 消费撤销, with the same card.
  package func voidSale() async {
    if await refusesWithoutDevice() { return }
    guard let trace = await captureVoucher() else { return }
    await runTransaction { () async throws(TransactionEnd) in
      guard await confirm(.confirmVoid(try voidable(trace))) else {
        throw .notStarted(.cancelled)
      }
      try await prepare()
      // A reversal that went ahead may have ended the sale in the meantime.
      let original = try voidable(trace)
      let amount = original.intent.amount
      try await withCard(amount) { (card) async throws(TransactionEnd) in
        switch card {
        case .chip(let session): try await chipVoid(session, original)
        case .stripe(let track, let entry):
          try await stripeTransaction(.saleVoid, amount, track, entry, original: original)
        }
      }
    }
  }

  /// Asks for a card, and once more as long as the chip answers nothing at all.
  private func withCard(
    _ amount: TransactionAmount, _ body: (CapturedCard) async throws(TransactionEnd) -> Void
  ) async throws(TransactionEnd) {
    var note: Screen.PresentCardNote?
    while true {
      do throws(TransactionEnd) {
        return try await body(try await captureCard(amount: amount, note: note))
      } catch .chipUnreadable {
        note = chipFailureNote
      }
    }
  }

  /// Says which device is missing, when one is without which nothing may be begun.
  private func refusesWithoutDevice() async -> Bool {
    guard let obstacle = missingDevice else { return false }
    await showResult(.notStarted(.blocked(obstacle)))
    await waitForCardRemoval()
    return true
  }

  /// Runs a transaction and says how it ended when it did not come to an outcome.
  private func runTransaction(
    _ body: () async throws(TransactionEnd) -> Void
  ) async {
    isTransactionUnderWay = true
    defer { isTransactionUnderWay = false }
    do throws(TransactionEnd) {
      try await body()
    } catch {
      switch error {
      case .notStarted(let reason): await showResult(.notStarted(reason))
      case .cardRefused(let problem): await showResult(.cardRefused(problem))
      case .chipUnreadable: await showResult(.cardRefused(.mute))
      case .ledgerFailed: await showResult(.stopped(.storageFailing))
      }
    }
    await waitForCardRemoval()
  }

  private func prepare() async throws(TransactionEnd) {
    guard let cause = await prepareTransaction() else { return }
    let hasConnection = cause.rung >= .signedIn
    throw .notStarted(hasConnection ? .blocked(cause) : .noConnection(cause))
  }

  private func voidable(_ trace: SystemTraceAuditNumber) throws(TransactionEnd) -> LedgerTransaction
  {
    guard let original = ledger.state.transaction(trace: trace), original.intent.type == .sale,
      case .approved = original.status, !ledger.state.isVoided(original.intent.identity)
    else { throw .notStarted(.noSuchTransaction) }
    return original
  }

  /// A transaction with a swiped card: PIN, center, outcome, slip.
  private func stripeTransaction(
    _ type: TransactionType, _ amount: TransactionAmount, _ track: TrackTwo,
    _ entry: CardEntry, original: LedgerTransaction?
  ) async throws(TransactionEnd) {
    if let original { try checkCard(track.pan, isThatOf: original) }
    let pinBlock = try await onlinePIN(pan: track.pan, amount: amount, isChip: false)
    let request = AuthorizationRequest(
      type: type, amount: amount, trace: try takeTrace(), pan: track.pan, expiry: track.expiry,
      trackTwo: track, entry: entry, sequenceNumber: nil, pinBlock: pinBlock,
      verification: pinBlock == nil ? .signature : .onlinePIN, original: original)
    try await concludeOnline(request)
  }

  /// Asks the center without the card's help, and ends the transaction by its answer.
  func concludeOnline(_ request: AuthorizationRequest) async throws(TransactionEnd) {
    switch try await authorize(request, chip: nil) {
    case .approved(let identity, let answer, let code):
      guard let approval = approval(answer, code, chipData: [], scriptNotification: []) else {
        try record(.outcome(identity, .reversalDue(.couldNotFinish)))
        return await resolveUnknown(request.amount)
      }
      try record(.outcome(identity, .approved(approval)))
      await concludeApproved(identity, approval)
    case .declined(let identity, _, let decline):
      try record(.outcome(identity, .declined(decline)))
      await showResult(.declined(decline.responseCode))
    case .unknown: await resolveUnknown(request.amount)
    }
  }

  /// The encrypted PIN, or nil when the cardholder goes on without one.
  func onlinePIN(
    pan: PrimaryAccountNumber, amount: TransactionAmount, isChip: Bool
  ) async throws(TransactionEnd) -> [UInt8]? {
    switch await capturePIN(pan: pan, amount: amount, isChip: isChip) {
    case .entered(let block): return block
    case .bypassed: return nil
    case .ended(let reason): throw .notStarted(reason)
    }
  }

  func checkCard(
    _ pan: PrimaryAccountNumber, isThatOf original: LedgerTransaction
  ) throws(TransactionEnd) {
    guard storedPAN(of: original.intent) == pan else { throw .cardRefused(.otherCard) }
  }

  /// Shows an approval that is durable, and prints its slips.
  func concludeApproved(_ identity: TransactionIdentity, _ approval: Approval) async {
    guard let intent = ledger.state[identity]?.intent else { return }
    show(.approved(intent.type, intent.amount, remark: approval.remark))
    await waitForCardRemoval()
    show(.approved(intent.type, intent.amount, remark: approval.remark))
    await printSlips(of: identity)
  }

  /// Shows that nobody knows, and tries at once to undo it.
  func resolveUnknown(_ amount: TransactionAmount) async {
    show(.unknownOutcome(amount))
    guard case .clear = await reverseUnresolved() else {
      return await showResult(.unknownOutcome(amount))
    }
    await showResult(.reversed(amount))
  }

  /// Adds a record to the books, or ends the transaction.
  func record(_ record: LedgerRecord) throws(TransactionEnd) {
    do throws(LedgerError) {
      try commit(record)
    } catch {
      throw .ledgerFailed(error)
    }
  }

  /// The next trace number, or the end of the transaction.
  func takeTrace() throws(TransactionEnd) -> SystemTraceAuditNumber {
    do throws(LedgerError) {
      return try ledger.takeTrace()
    } catch {
      throw .ledgerFailed(error)
    }
  }
}
