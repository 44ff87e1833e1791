import CenterProtocol
import Connectivity
import HAL
import ISO8583
import Ledger
import PaymentTypes

extension TerminalSession {
  /// Settles the batch, or goes on where a settlement was interrupted.
  ///
  /// Each step is durable before the next begins, so that a power cut at any point loses nothing:
  /// totals, verdicts, each acknowledged upload, the batch change, the slip. Source: money rule 13
  /// and reference 2.7.
  package func settle() async -> Screen.SettlementOutcome {
    // A center in another batch refuses nothing that ends this one: settling is the cure.
    if !devices.security.hasWorkingKeys, let cause = await signIn(), cause != .batchMismatch {
      return .interrupted(cause)
    }
    if ledger.state.settlement == nil, let cause = await startSettlement() {
      return .interrupted(cause)
    }
    do throws(CenterFailure) {
      return try await withCenter { (center) async throws(CenterFailure) in
        try await runSettlement(on: center)
      }
    } catch {
      return .interrupted(error.cause)
    }
  }

  /// Clears what is in doubt and writes the totals down; returns what is in the way.
  private func startSettlement() async -> TroubleCause? {
    show(.settling(.reversal))
    if case .owed(let cause) = await reverseUnresolved() {
      guard cause == .reversalPending, handOverUnresolved() else { return cause }
    }
    _ = await deliverScriptNotifications()
    return (try? commit(.settlementStarted(ledger.state.totals))) == nil ? .storageFailing : nil
  }

  /// Gives a reversal that the center keeps refusing to people, at the end of its batch.
  ///
  /// Only a refusal that the center itself has answered allows this: without an answer the
  /// settlement waits. Time and tries decide nothing. Source: money rules 5 and 12.
  private func handOverUnresolved() -> Bool {
    guard let transaction = ledger.state.unresolved, let code = lastReversalRefusal else {
      return false
    }
    guard (try? commit(.outcome(transaction.intent.identity, .handedOver(code)))) != nil else {
      return false
    }
    lastReversalRefusal = nil
    return true
  }

  private func runSettlement(
    on center: CenterConversation
  ) async throws(CenterFailure) -> Screen.SettlementOutcome {
    if ledger.state.settlement?.domestic == nil {
      show(.settling(.totals))
      if let cause = try await compareTotals(on: center) { return .interrupted(cause) }
    }
    guard let settlement = ledger.state.settlement, let domestic = settlement.domestic,
      let foreign = settlement.foreign
    else { return .interrupted(.storageFailing) }
    let items = SettlementUpload.items(
      of: ledger.state.transactions, domestic: domestic, foreign: foreign)
    if let cause = try await upload(items, on: center) { return .interrupted(cause) }
    show(.settling(.closing))
    let count = items.reduce(0) { $0 + $1.transactionCount }
    if let cause = try await endBatch(
      isBalanced: domestic == .balanced && foreign == .balanced, count: count, on: center)
    {
      return .interrupted(cause)
    }
    // The batch is closed whatever becomes of the sign-off; the next sign-in makes up for it.
    if settings.signsOffAfterSettlement { try? await signOff(on: center) }
    return .closed(domestic: domestic, foreign: foreign)
  }

  /// Sends the totals (0500) and writes down what the center says of them.
  private func compareTotals(
    on center: CenterConversation
  ) async throws(CenterFailure) -> TroubleCause? {
    guard let totals = ledger.state.settlement?.totals, let trace = try? ledger.takeTrace() else {
      return .storageFailing
    }
    var draft = draft(.reconciliationRequest, trace: trace)
    draft.set(.additionalPrivateData, text: CenterProtocol.SettlementTotals(totals).text)
    draft.set(.currencyCode, text: settings.acquirer.currencyCode)
    draft.set(.transactionDescriptor, text: managementDescriptor(.settlement))
    draft.set(.operatorAndRemarks, text: operatorCode)
    let answer = try await center.exchange(draft, isAuthenticated: false)
    // A 0510 has no element 39: only the result digits of element 48 count.
    guard
      let compared = answer.message.text(of: .additionalPrivateData)
        .flatMap({ CenterProtocol.SettlementTotals($0) }),
      let domestic = SettlementVerdict(rawValue: compared.domestic.result.rawValue),
      let foreign = SettlementVerdict(rawValue: compared.foreign.result.rawValue)
    else {
      return answer.responseCode.map { .admissionRefused($0) } ?? .answerUnreadable
    }
    let record = LedgerRecord.settlementAnswered(domestic: domestic, foreign: foreign)
    return (try? commit(record)) == nil ? .storageFailing : nil
  }

  private func upload(
    _ items: [SettlementUpload.Item], on center: CenterConversation
  ) async throws(CenterFailure) -> TroubleCause? {
    let total = items.reduce(0) { $0 + $1.transactionCount }
    var done = 0
    for item in items {
      done += item.transactionCount
      guard done > ledger.state.settlement?.acknowledgedItems ?? 0 else { continue }
      show(.settling(.upload(done: done, total: total)))
      guard let draft = draft(for: item) else { return .storageFailing }
      let answer = try await center.exchange(draft, isAuthenticated: false)
      guard let code = answer.responseCode else { return .answerUnreadable }
      guard code == .approved else { return .admissionRefused(code) }
      guard (try? commit(.uploadAcknowledged(itemCount: done))) != nil else {
        return .storageFailing
      }
    }
    return nil
  }

  private func endBatch(
    isBalanced: Bool, count: Int, on center: CenterConversation
  ) async throws(CenterFailure) -> TroubleCause? {
    guard let batch = ledger.state.batch, let trace = try? ledger.takeTrace(),
      let next = BatchNumber(batch.number % 999_999 + 1)
    else { return .storageFailing }
    var draft = draft(.fileAdvice, trace: trace)
    draft.set(.additionalPrivateData, text: FixedDigits.text(count, 4))
    draft.set(
      .transactionDescriptor,
      text: managementDescriptor(isBalanced ? .batchEndBalanced : .batchEndUnbalanced))
    let answer = try await center.exchange(draft, isAuthenticated: false)
    guard let code = answer.responseCode else { return .answerUnreadable }
    guard code == .approved else { return .admissionRefused(code) }
    return (try? commit(.batchClosed(next: next))) == nil ? .storageFailing : nil
  }

  /// One message of the batch upload (0320).
  private func draft(for item: SettlementUpload.Item) -> MessageDraft? {
    switch item {
    case .list(let transactions):
      guard let trace = try? ledger.takeTrace() else { return nil }
      var items: [BatchList.Item] = []
      for transaction in transactions {
        guard let item = listItem(of: transaction) else { return nil }
        items.append(item)
      }
      guard let list = BatchList(items) else { return nil }
      var draft = draft(.fileAdvice, trace: trace)
      draft.set(.additionalPrivateData, text: list.wireText)
      draft.set(.transactionDescriptor, text: managementDescriptor(.settlement))
      return draft
    case .chip(let transaction, let isBalanced):
      return chipDetail(of: transaction, isBalanced: isBalanced)
    }
  }

  private func listItem(of transaction: LedgerTransaction) -> BatchList.Item? {
    guard case .approved(let approval) = transaction.status,
      let pan = storedPAN(of: transaction.intent)
    else { return nil }
    return BatchList.Item(
      isForeign: !approval.isDomestic, traceNumber: transaction.intent.identity.trace, pan: pan,
      amount: transaction.intent.amount)
  }

  private func chipDetail(of transaction: LedgerTransaction, isBalanced: Bool) -> MessageDraft? {
    let intent = transaction.intent
    guard case .approved(let approval) = transaction.status, let pan = storedPAN(of: intent) else {
      return nil
    }
    let chip = StoredChipData(approval.chipData)
    var draft = draft(.fileAdvice, trace: intent.identity.trace)
    draft.set(.primaryAccountNumber, bytes: pan.digits)
    draft.set(.transactionAmount, text: intent.amount.wireText)
    draft.set(
      .entryMode, text: EntryMode(card: .chip, pin: intent.verification.pinDigit).text)
    draft.set(.cardSequenceNumber, text: chip.sequenceNumberText)
    draft.set(.chipData, bytes: chip.onlineObjects)
    let descriptor = TransactionDescriptor(
      batch: ledger.state.batch,
      managementCode: isBalanced ? .chipDetailBalanced : .chipDetailUnbalanced,
      condition: .init(readingCapability: settings.acquirer.readingCapability))
    draft.set(.transactionDescriptor, text: descriptor.text)
    let detail = ChipBatchDetail(
      isForeign: !approval.isDomestic, amount: intent.amount,
      outcome: .approved(retries: 0))
    draft.set(.privateData, text: detail.text)
    return draft
  }

  /// The card number of a stored transaction, for the security module's eyes and the wire.
  func storedPAN(of intent: TransactionIntent) -> PrimaryAccountNumber? {
    (try? devices.security.reveal(intent.protectedPAN)).flatMap {
      PrimaryAccountNumber(digits: $0)
    }
  }
}

extension CenterProtocol.SettlementTotals {
  /// The wire form of the terminal's totals.
  init(_ totals: BatchTotals) {
    self.init()
    domestic = Side(totals.domestic)
    foreign = Side(totals.foreign)
  }
}

extension CenterProtocol.SettlementTotals.Side {
  fileprivate init(_ side: BatchTotals.Side) {
    self.init()
    debitCount = side.debit.count
    debitMinorUnits = side.debit.minorUnits
    creditCount = side.credit.count
    creditMinorUnits = side.credit.minorUnits
  }
}

extension CardholderVerificationMethod {
  /// The last digit of element 22.
  var pinDigit: EntryMode.PIN {
    switch self {
    case .onlinePIN, .onlinePINAndSignature: .entered
    case .none, .signature: .absent
    }
  }
}
