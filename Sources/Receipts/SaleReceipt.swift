package import HAL
import Octets
package import PaymentTypes

/// The slip of a transaction with a card (签购单).
///
/// It shows what the ledger knows; whether that is an approval is the caller's affair, and a
/// transaction of unknown outcome has no slip. The card number is always masked.
/// Source: UnionPay POS slips: order and choice of lines.
package struct SaleReceipt: Hashable, Sendable {
  /// Whose copy it is.
  package enum Copy: Hashable, Sendable, CaseIterable {
    /// The merchant keeps it, with the signature.
    case merchant
    /// For the cardholder.
    case cardholder
  }

  /// What was done.
  package enum Kind: Hashable, Sendable, CaseIterable {
    /// 消费.
    case sale
    /// 消费撤销.
    case saleVoid
    /// 退货.
    case refund

    /// What people call it.
    package func text(_ language: OperatorLanguage) -> String {
      switch (self, language) {
      case (.sale, .chinese): "消费"
      case (.sale, .english): "SALE"
      case (.saleVoid, .chinese): "消费撤销"
      case (.saleVoid, .english): "VOID"
      case (.refund, .chinese): "退货"
      case (.refund, .english): "REFUND"
      }
    }
  }

  /// How the card number came in; the letter stands behind it.
  package enum Entry: String, Hashable, Sendable, CaseIterable {
    /// From the stripe.
    case swiped = "S"
    /// From the chip.
    case inserted = "I"
    /// From the chip, by radio.
    case contactless = "C"
    /// Typed.
    case manual = "M"
    /// From nothing: a void by the original's record.
    case none = "N"
  }

  /// How the cardholder was verified.
  package enum Verification: Hashable, Sendable, CaseIterable {
    /// By a PIN.
    case pin
    /// By a signature on the merchant's copy.
    case signature
    /// By both.
    case pinAndSignature
    /// Not at all, as the scheme allows for small amounts (免密免签).
    case notRequired
    /// Not at all: the merchant asks for a signature.
    case none

    /// Whether the merchant's copy has a line to sign on.
    package var asksForSignature: Bool {
      switch self {
      case .signature, .pinAndSignature, .none: true
      case .pin, .notRequired: false
      }
    }
  }

  /// The transaction that a void or refund takes back.
  package struct Original: Hashable, Sendable {
    /// Its voucher number, for a void.
    package var voucher: SystemTraceAuditNumber?
    /// Its reference number, for a refund.
    package var reference: RetrievalReferenceNumber?
    /// Its date as MMDD, for a refund.
    package var date: String?

    /// Puts the references together.
    package init(
      voucher: SystemTraceAuditNumber? = nil, reference: RetrievalReferenceNumber? = nil,
      date: String? = nil
    ) {
      self.voucher = voucher
      self.reference = reference
      self.date = date
    }
  }

  /// Who took the money.
  package var details: TerminalDetails
  /// What was done.
  package var kind: Kind
  /// The card.
  package var pan: PrimaryAccountNumber
  /// How its number came in.
  package var entry: Entry
  /// The card's expiry.
  package var expiry: ExpiryDate?
  /// The issuer's name or number.
  package var issuer: String?
  /// The acquirer's name or number.
  package var acquirer: String?
  /// The card scheme, when it is not UnionPay.
  package var scheme: String?
  /// The batch.
  package var batch: BatchNumber
  /// The voucher number.
  package var voucher: SystemTraceAuditNumber
  /// The issuer's approval.
  package var authorizationCode: AuthorizationCode?
  /// The center's name of the transaction.
  package var reference: RetrievalReferenceNumber?
  /// When it was.
  package var time: CivilTime
  /// How much.
  package var amount: TransactionAmount
  /// What it takes back.
  package var original: Original?
  /// How the cardholder was verified.
  package var verification: Verification
  /// The chip's proof.
  package var chip: ChipDetails?
  /// The center's remarks (field 63), line by line.
  package var remarks: [String]
  /// Whether the slip was printed before, or may have been.
  package var isDuplicate: Bool

  /// Puts together what every slip has; the rest can be set afterwards.
  package init(
    details: TerminalDetails, kind: Kind, pan: PrimaryAccountNumber, entry: Entry,
    batch: BatchNumber, voucher: SystemTraceAuditNumber, time: CivilTime,
    amount: TransactionAmount, verification: Verification
  ) {
    self.details = details
    self.kind = kind
    self.pan = pan
    self.entry = entry
    self.batch = batch
    self.voucher = voucher
    self.time = time
    self.amount = amount
    self.verification = verification
    remarks = []
    isDuplicate = false
  }

  /// The slip, ready for any printer.
  package func document(
    _ copy: Copy, language: OperatorLanguage = .chinese
  ) -> PrintDocument {
    var slip = DocumentComposer(language)
    slip.logo()
    slip.heading(slip.word(.title))
    slip.text(
      slip.word(copy == .merchant ? .merchantCopy : .cardholderCopy), alignment: .center)
    slip.rule()
    slip.details(details)
    slip.rule()
    addCard(to: &slip)
    addTransaction(to: &slip)
    addRemarks(to: &slip)
    if let chip { Self.add(chip, to: &slip) }
    slip.rule()
    switch copy {
    case .merchant: addSignature(to: &slip)
    case .cardholder: slip.text(slip.word(.tearOff), alignment: .center)
    }
    slip.end(isDuplicate: isDuplicate, isTest: details.isTest)
    return slip.document
  }
}

// The parts of the slip from the top to the bottom.
extension SaleReceipt {
  private func addCard(to slip: inout DocumentComposer) {
    slip.pair(.issuer, issuer)
    slip.pair(.acquirer, acquirer)
    slip.pair(.scheme, scheme)
    slip.text(slip.word(.cardNumber))
    slip.text("\(MaskedCardNumber.text(pan)) /\(entry.rawValue)", size: .tall, isBold: true)
    slip.pair(.expiry, expiry.map { "20" + $0.text.prefix(2) + "/" + $0.text.suffix(2) })
  }

  private func addTransaction(to slip: inout DocumentComposer) {
    slip.text(slip.word(.transaction))
    slip.text(kind.text(slip.language), size: .tall, isBold: true)
    slip.pair(.batch, batch.text)
    slip.pair(.voucher, voucher.text)
    slip.pair(.authorizationCode, authorizationCode?.text)
    slip.pair(.time, time.text)
    slip.pair(.reference, reference?.text)
    slip.text(slip.word(.amount))
    slip.text(DocumentComposer.money(amount), size: .double, isBold: true)
  }

  private func addRemarks(to slip: inout DocumentComposer) {
    if original == nil, remarks.isEmpty, chip == nil { return }
    slip.text("\(slip.word(.remarks)):")
    slip.pair(.originalVoucher, original?.voucher?.text)
    slip.pair(.originalReference, original?.reference?.text)
    slip.pair(.originalDate, original?.date)
    for remark in remarks { slip.text(remark) }
  }

  private static func add(_ chip: ChipDetails, to slip: inout DocumentComposer) {
    let hex = { (bytes: [UInt8]) in Hexadecimal.text(bytes) }
    slip.text("\(chip.cryptogramKind.rawValue): \(hex(chip.cryptogram))")
    slip.text(
      "TVR: \(hex(chip.terminalVerificationResults)) "
        + "TSI: \(hex(chip.transactionStatusInformation))")
    slip.text("AID: \(hex(chip.applicationIdentifier))")
    let sequence = chip.panSequenceNumber.map { " PAN SN: \(FixedDigits.text(Int($0), 3))" } ?? ""
    slip.text("ATC: \(hex(chip.applicationTransactionCounter))\(sequence)")
    slip.text(
      "AIP: \(hex(chip.applicationInterchangeProfile)) "
        + "TermCap: \(hex(chip.terminalCapabilities))")
    slip.text("UNPR NUM: \(hex(chip.unpredictableNumber))")
    slip.text("IAD: \(hex(chip.issuerApplicationData))")
    slip.text("APPLAB: \(chip.applicationLabel)")
    if let name = chip.preferredName { slip.text("APPNAME: \(name)") }
  }

  private func addSignature(to slip: inout DocumentComposer) {
    if verification == .notRequired { slip.text(slip.word(.free)) }
    guard verification.asksForSignature else { return }
    slip.text("\(slip.word(.signature)):")
    slip.feed(3)
    slip.rule()
    slip.text(slip.word(.consent))
  }
}
