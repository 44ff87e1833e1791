import CenterProtocol
package import Connectivity
import HAL
package import ISO8583
package import Ledger
import PaymentTypes

extension TerminalSession {
  /// How one try to undo what is in doubt ended.
  package enum ReversalProgress: Hashable, Sendable {
    /// Nothing is in doubt any more.
    case clear
    /// The reversal is still owed; it is kept and tried again.
    case owed(TroubleCause)
  }

  /// Marks a transaction that a power cut left open as one to be reversed; run once at a start.
  package func recover() throws(LedgerError) {
    guard let open = ledger.state.unresolved, open.status == .open else { return }
    try commit(.outcome(open.intent.identity, .reversalDue(.noAnswer)))
  }

  /// Tries once to have the transaction in doubt reversed.
  package func reverseUnresolved() async -> ReversalProgress {
    guard ledger.state.unresolved != nil else { return .clear }
    do throws(CenterFailure) {
      return try await withCenter { (center) async throws(CenterFailure) in
        try await reverseUnresolved(on: center)
      }
    } catch {
      return .owed(error.cause)
    }
  }

  /// Tries once, on a connection that is open already.
  ///
  /// The record ends only on an answer of 00, 12 or 25, or what the acquirer profile lists, whose
  /// MAC fits. Everything else keeps it: nothing deletes a reversal. Source: money rule 5.
  func reverseUnresolved(
    on center: CenterConversation
  ) async throws(CenterFailure) -> ReversalProgress {
    guard let transaction = ledger.state.unresolved,
      case .reversalDue(let reason) = transaction.status
    else { return .clear }
    if !devices.security.hasWorkingKeys, let cause = try await signIn(on: center) {
      return .owed(cause)
    }
    guard
      let stored = try? devices.security.reveal(transaction.intent.protectedReversal),
      var draft = ReversalMessage.draft(stored: stored)
    else { return .owed(.storageFailing) }
    draft.set(.responseCode, text: reason.rawValue)
    let answer = try await center.exchange(draft, isAuthenticated: true)
    guard let code = answer.responseCode else { return .owed(.answerUnreadable) }
    guard answer.authentication == .authentic else { return .owed(.answerNotAuthentic) }
    guard settings.acquirer.acceptedReversalCodes.contains(code) else {
      lastReversalRefusal = code
      if ResponseMeaning(of: code).action == .signInAgain { signInRequested = true }
      return .owed(.reversalPending)
    }
    guard (try? commit(.outcome(transaction.intent.identity, .reversed(code)))) != nil else {
      return .owed(.storageFailing)
    }
    lastReversalRefusal = nil
    return .clear
  }
}

/// The reversal (0400) of a transaction: a pure function of its request.
package enum ReversalMessage {
  /// What a reversal repeats from the request; never track, PIN or the request's own MAC.
  private static let repeated: [DataElement] = [
    .primaryAccountNumber, .processingCode, .transactionAmount, .systemTraceAuditNumber,
    .expiryDate, .entryMode, .cardSequenceNumber, .conditionCode, .authorizationCode,
    .terminalIdentifier, .merchantIdentifier, .currencyCode, .transactionDescriptor,
  ]

  /// The reversal of a request, without the reason and the MAC, which are added when it is sent.
  ///
  /// A swiped card's number is left out, as in the request. The reversal of a void names the void
  /// itself in element 61. Source: reference 2.2 and 3.5.
  package static func draft(
    for request: MessageDraft, identity: TransactionIdentity, type: TransactionType,
    chipData: [UInt8]?
  ) -> MessageDraft {
    var reversal = MessageDraft(type: .reversalRequest)
    for element in repeated {
      guard let value = request.bytes(of: element) else { continue }
      reversal.set(element, bytes: value)
    }
    if let chipData { reversal.set(.chipData, bytes: chipData) }
    if type == .saleVoid {
      // No answer was received when the reversal is made, so the date is unknown: 0000.
      let original = OriginalTransaction(
        batch: identity.batch, traceNumber: identity.trace, monthDay: "0000")
      reversal.set(.originalTransaction, text: original.text)
    }
    return reversal
  }

  /// The bytes to keep: an encoded message without elements 39 and 64.
  package static func stored(_ draft: MessageDraft) -> [UInt8]? {
    try? draft.encoded(with: .unionPay)
  }

  /// The message from the bytes that were kept.
  package static func draft(stored: [UInt8]) -> MessageDraft? {
    (try? Message(decoding: stored, dialect: .unionPay)).map { MessageDraft($0) }
  }
}
