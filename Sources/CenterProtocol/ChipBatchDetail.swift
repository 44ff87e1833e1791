package import PaymentTypes

/// What a chip transaction of a batch came to (field 62 of 0320 with 203 to 206).
///
/// On the wire, digits as ASCII. Success, 21 bytes: `61`, kind of card 2, retries 2, amount 12,
/// currency 3. Failure, 23 bytes: `71`, kind of card 2, code 2, amount 12, currency 3, reason 2.
/// Source: UnionPay POS, batch upload, field 62; one source for the code digits.
package struct ChipBatchDetail: Hashable, Sendable {
  /// How it ended.
  package enum Outcome: Hashable, Sendable {
    /// Approved; how often the upload was repeated, 0 to 99.
    case approved(retries: Int)
    /// The issuer's cryptogram was wrong: `05` and `22`.
    case issuerAuthenticationFailed
    /// The card refused: `11` and `10`.
    case declinedByCard
  }

  /// Whether the card is none of UnionPay's issuers at home.
  package var isForeign: Bool
  /// What was authorized.
  package var amount: TransactionAmount
  /// Three digits of ISO 4217.
  package var currency: String
  /// How it ended.
  package var outcome: Outcome

  /// Puts a detail together.
  package init(
    isForeign: Bool, amount: TransactionAmount, currency: String = "156", outcome: Outcome
  ) {
    self.isForeign = isForeign
    self.amount = amount
    self.currency = currency
    self.outcome = outcome
  }

  /// Takes the 21 or 23 bytes.
  package init?(_ bytes: [UInt8]) {
    guard let fields = FixedFields(bytes: bytes), [21, 23].contains(fields.count),
      fields.digits(0, fields.count) != nil, let usage = fields.text(0, 2),
      let side = fields.number(2, 2), side <= 1, let code = fields.number(4, 2),
      let currency = fields.text(18, 3),
      let amount = fields.number(6, 12).flatMap({ TransactionAmount(minorUnits: $0) })
    else { return nil }
    let outcome: Outcome
    switch (usage, code, fields.text(21, 2)) {
    case ("61", let retries, nil): outcome = .approved(retries: retries)
    case ("71", 5, "22"): outcome = .issuerAuthenticationFailed
    case ("71", 11, "10"): outcome = .declinedByCard
    default: return nil
    }
    self.init(isForeign: side == 1, amount: amount, currency: currency, outcome: outcome)
  }

  /// The 21 or 23 characters.
  package var text: String {
    let side = isForeign ? "01" : "00"
    let money = amount.wireText + currency
    return switch outcome {
    case .approved(let retries): "61" + side + FixedDigits.text(retries, 2) + money
    case .issuerAuthenticationFailed: "71" + side + "05" + money + "22"
    case .declinedByCard: "71" + side + "11" + money + "10"
    }
  }
}
