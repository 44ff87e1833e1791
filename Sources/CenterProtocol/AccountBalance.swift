import PaymentTypes

/// What an account holds, or what was approved in part (field 54).
///
/// On the wire: 20 characters: account type 2, amount type 2, currency 3, sign `C` or `D`, amount
/// 12.
/// Source: UnionPay POS, field 54.
package struct AccountBalance: Hashable, Sendable {
  /// Two digits: `10` savings, `20` debit, `30` credit.
  package var accountType: String
  /// Two digits: `02` what is available, `01` what is booked.
  package var amountType: String
  /// Three digits of ISO 4217.
  package var currency: String
  /// In minor units; negative when the account owes.
  package var minorUnits: Int

  /// Puts a balance together; nil when a part has another length or the amount does not fit.
  package init?(accountType: String, amountType: String, currency: String, minorUnits: Int) {
    guard accountType.utf8.count == 2, amountType.utf8.count == 2, currency.utf8.count == 3,
      minorUnits.magnitude <= 999_999_999_999
    else { return nil }
    self.accountType = accountType
    self.amountType = amountType
    self.currency = currency
    self.minorUnits = minorUnits
  }

  /// Takes the 20 characters.
  package init?(_ text: some StringProtocol) {
    let fields = FixedFields(text)
    guard let fields, fields.count == 20, let amount = fields.number(8, 12),
      let sign = fields.text(7, 1), sign == "C" || sign == "D",
      let account = fields.text(0, 2), let type = fields.text(2, 2),
      let currency = fields.text(4, 3)
    else { return nil }
    self.init(
      accountType: account, amountType: type, currency: currency,
      minorUnits: sign == "D" ? -amount : amount)
  }

  /// The 20 characters.
  package var text: String {
    accountType + amountType + currency + (minorUnits < 0 ? "D" : "C")
      + FixedDigits.text(minorUnits, 12)
  }
}
