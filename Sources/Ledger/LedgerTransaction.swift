package import PaymentTypes

/// One transaction as all of its records together tell it.
package struct LedgerTransaction: Hashable, Sendable {
  /// Where a transaction stands.
  package enum Status: Hashable, Sendable {
    /// Asked for, or about to be; no outcome yet.
    case open
    /// Approved.
    case approved(Approval)
    /// Declined.
    case declined(Decline)
    /// In doubt; a reversal is owed.
    case reversalDue(ReversalCause)
    /// Undone.
    case reversed(ResponseCode)
    /// In doubt, and given to people.
    case handedOver(ResponseCode)

    /// Whether the terminal still has to find out or undo.
    package var isUnresolved: Bool {
      switch self {
      case .open, .reversalDue: true
      case .approved, .declined, .reversed, .handedOver: false
      }
    }
  }

  /// What was asked for; without its reversal once that can't be needed any more.
  package private(set) var intent: TransactionIntent
  /// Where it stands.
  package private(set) var status: Status
  /// Whether results of issuer scripts wait for the center's confirmation.
  package private(set) var owesScriptNotification = false
  private var printedMerchantCopy = false
  private var printedCardholderCopy = false

  init(intent: TransactionIntent) {
    self.intent = intent
    status = .open
  }

  /// Whether this copy of the slip came out.
  package func isPrinted(_ copy: SlipCopy) -> Bool {
    switch copy {
    case .merchant: printedMerchantCopy
    case .cardholder: printedCardholderCopy
    }
  }

  /// Whether the outcome may follow; edges only go forward.
  package func allows(_ outcome: Outcome) -> Bool {
    switch (status, outcome) {
    case (.open, .approved), (.open, .declined), (.open, .reversalDue): true
    case (.reversalDue, .reversed), (.reversalDue, .handedOver): true
    default: false
    }
  }

  mutating func apply(_ outcome: Outcome) {
    switch outcome {
    case .approved(let approval):
      status = .approved(approval)
      owesScriptNotification = !approval.scriptNotification.isEmpty
    case .declined(let decline): status = .declined(decline)
    case .reversalDue(let reason): status = .reversalDue(reason)
    case .reversed(let code): status = .reversed(code)
    case .handedOver(let code): status = .handedOver(code)
    }
    // The record keeps it for ever; in memory a full batch of them is a good part of a megabyte.
    if !status.isUnresolved { intent.protectedReversal = [] }
  }

  mutating func markPrinted(_ copy: SlipCopy) {
    switch copy {
    case .merchant: printedMerchantCopy = true
    case .cardholder: printedCardholderCopy = true
    }
  }

  mutating func markScriptNotificationDelivered() { owesScriptNotification = false }
}
