import CenterProtocol
import Connectivity
import HAL
import ISO8583
import Ledger
import PaymentTypes

extension TerminalSession {
  /// Tells the center what became of its issuer scripts (0620), oldest first.
  ///
  /// Each stays owed until the 0630 is there; nothing else deletes it. Source: reference 2.10, and
  /// money rules 3 and 10.
  func deliverScriptNotifications(on center: CenterConversation) async throws(CenterFailure) {
    for transaction in ledger.state.owedScriptNotifications {
      guard let trace = try? ledger.takeTrace(),
        let draft = scriptNotification(of: transaction, trace: trace)
      else { throw .notSent(.storageFailing) }
      let answer = try await center.exchange(draft, isAuthenticated: true)
      guard answer.responseCode == .approved, answer.authentication != .wrong else { return }
      guard (try? commit(.scriptNotificationDelivered(transaction.intent.identity))) != nil else {
        throw .notSent(.storageFailing)
      }
    }
  }

  /// Delivers what is owed on a connection of its own; false when something is still owed.
  package func deliverScriptNotifications() async -> Bool {
    guard !ledger.state.owedScriptNotifications.isEmpty else { return true }
    try? await withCenter { (center) async throws(CenterFailure) in
      try await deliverScriptNotifications(on: center)
    }
    return ledger.state.owedScriptNotifications.isEmpty
  }

  private func scriptNotification(
    of transaction: LedgerTransaction, trace: SystemTraceAuditNumber
  ) -> MessageDraft? {
    let intent = transaction.intent
    guard case .approved(let approval) = transaction.status, let pan = storedPAN(of: intent) else {
      return nil
    }
    var draft = draft(.administrativeAdvice, trace: trace)
    draft.set(.primaryAccountNumber, bytes: pan.digits)
    draft.set(.processingCode, text: intent.type.kind.definition.processingCode)
    draft.set(.transactionAmount, text: intent.amount.wireText)
    draft.set(.entryMode, text: EntryMode(card: .chip, pin: intent.verification.pinDigit).text)
    draft.set(
      .cardSequenceNumber, text: StoredChipData(approval.chipData).sequenceNumberText)
    draft.set(.acquiringInstitution, text: approval.acquiringInstitution)
    draft.set(.retrievalReferenceNumber, text: approval.retrievalReference.text)
    draft.set(.authorizationCode, text: approval.authorizationCode?.text)
    draft.set(.currencyCode, text: settings.acquirer.currencyCode)
    draft.set(.chipData, bytes: approval.scriptNotification)
    let descriptor = TransactionDescriptor(
      batch: ledger.state.batch, managementCode: .scriptResult,
      condition: .init(readingCapability: settings.acquirer.readingCapability))
    draft.set(.transactionDescriptor, text: descriptor.text)
    let original = OriginalTransaction(
      batch: intent.identity.batch, traceNumber: intent.identity.trace, monthDay: approval.date)
    draft.set(.originalTransaction, text: original.text)
    return draft
  }
}
