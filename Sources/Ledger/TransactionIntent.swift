package import PaymentTypes

/// Names one transaction for ever: the batch and the trace number of its request.
package struct TransactionIdentity: Hashable, Sendable {
  /// The batch in which it was asked for.
  package let batch: BatchNumber
  /// The trace number of the request, and of its reversal.
  package let trace: SystemTraceAuditNumber

  /// Puts an identity together.
  package init(batch: BatchNumber, trace: SystemTraceAuditNumber) {
    self.batch = batch
    self.trace = trace
  }
}

/// What kinds of transaction move money.
package enum TransactionType: UInt8, Hashable, Sendable, CaseIterable {
  /// Sale 消费: debits the card.
  case sale = 1
  /// Void of a sale 消费撤销: credits what a sale of the same batch debited.
  case saleVoid = 2
}

/// How the card was read.
package enum CardEntry: UInt8, Hashable, Sendable {
  /// The contact chip.
  case chip = 1
  /// The magnetic stripe.
  case swipe = 2
  /// The stripe of a card whose chip could not be read.
  case fallbackSwipe = 3
}

/// How the cardholder was verified.
package enum CardholderVerificationMethod: UInt8, Hashable, Sendable {
  /// Nothing was asked.
  case none = 0
  /// A PIN that the issuer checks.
  case onlinePIN = 1
  /// A signature on the merchant's slip.
  case signature = 2
  /// A PIN that the issuer checks, and a signature.
  case onlinePINAndSignature = 3

  /// Whether the merchant's slip needs a signature line.
  package var needsSignature: Bool { self == .signature || self == .onlinePINAndSignature }
}

/// What the terminal is about to ask the center for, with everything that undoing it needs.
///
/// Durable before the first byte of the request leaves; from then on the transaction stays in the
/// ledger until an outcome with evidence ends it. Source: money rules 1 and 2.
package struct TransactionIntent: Hashable, Sendable {
  /// Which transaction.
  package var identity: TransactionIdentity
  /// What it does.
  package var type: TransactionType
  /// How much.
  package var amount: TransactionAmount
  /// The card number with stars, for slips and screens.
  package var maskedPAN: String
  /// The card number, encrypted by the security module.
  package var protectedPAN: [UInt8]
  /// How the card was read.
  package var entry: CardEntry
  /// How the cardholder was verified.
  package var verification: CardholderVerificationMethod
  /// The card's expiry, for the slip.
  package var expiry: ExpiryDate?
  /// The terminal's calendar, as a label: seconds since 1970 in its own zone.
  package var labelTime: Int
  /// Who was at the terminal, three characters.
  package var cashier: String
  /// The reversal message without response code, reason and MAC, encrypted by the security module.
  package var protectedReversal: [UInt8]
  /// For a void: the transaction that it undoes.
  package var original: TransactionIdentity?
  /// For a chip card: data objects for the slip, as TLV; no secrets among them.
  package var chipData: [UInt8]

  /// Puts an intent together.
  package init(
    identity: TransactionIdentity, type: TransactionType, amount: TransactionAmount,
    maskedPAN: String, protectedPAN: [UInt8], entry: CardEntry,
    verification: CardholderVerificationMethod, expiry: ExpiryDate?, labelTime: Int,
    cashier: String, protectedReversal: [UInt8], original: TransactionIdentity? = nil,
    chipData: [UInt8] = []
  ) {
    self.identity = identity
    self.type = type
    self.amount = amount
    self.maskedPAN = maskedPAN
    self.protectedPAN = protectedPAN
    self.entry = entry
    self.verification = verification
    self.expiry = expiry
    self.labelTime = labelTime
    self.cashier = cashier
    self.protectedReversal = protectedReversal
    self.original = original
    self.chipData = chipData
  }
}
