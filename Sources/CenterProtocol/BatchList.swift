package import PaymentTypes

/// Transactions of a batch that did not balance, up to eight in one message (field 48 of 0320).
///
/// On the wire: a count of two digits, and for each transaction 40: kind of card 2 (`00` domestic,
/// `01` foreign), trace number 6, card number 20 with zeros in front, amount 12.
/// Source: UnionPay POS, batch upload, field 48.
package struct BatchList: Hashable, Sendable {
  /// How many transactions fit one message.
  package static let capacity = 8
  static let itemDigitCount = 40
  static let panOffset = 8
  static let panDigitCount = 20

  /// One transaction.
  package struct Item: Hashable, Sendable {
    /// Whether the card is none of UnionPay's issuers at home.
    package var isForeign: Bool
    /// The trace number of its request.
    package var traceNumber: SystemTraceAuditNumber
    /// The card.
    package var pan: PrimaryAccountNumber
    /// The amount.
    package var amount: TransactionAmount

    /// Puts an item together.
    package init(
      isForeign: Bool, traceNumber: SystemTraceAuditNumber, pan: PrimaryAccountNumber,
      amount: TransactionAmount
    ) {
      self.isForeign = isForeign
      self.traceNumber = traceNumber
      self.pan = pan
      self.amount = amount
    }
  }

  /// The transactions, at most eight.
  package let items: [Item]

  /// Nil when there are more than eight.
  package init?(_ items: [Item]) {
    guard items.count <= Self.capacity else { return nil }
    self.items = items
  }

  /// Takes 2 + 40 n digits; nil when the count does not agree or an item is impossible.
  package init?(_ text: some StringProtocol) {
    guard let fields = FixedFields(text), let count = fields.number(0, 2),
      count <= Self.capacity, fields.count == 2 + Self.itemDigitCount * count
    else { return nil }
    var items: [Item] = []
    for index in 0..<count {
      guard let item = Item(fields, at: 2 + Self.itemDigitCount * index) else { return nil }
      items.append(item)
    }
    self.items = items
  }

  /// The digits, with card numbers in clear: for the wire only.
  package var wireText: String {
    FixedDigits.text(items.count, 2) + items.map(\.wireText).joined()
  }
}

extension BatchList.Item {
  fileprivate init?(_ fields: FixedFields, at start: Int) {
    guard let side = fields.text(start, 2), side == "00" || side == "01",
      let trace = fields.number(start + 2, 6).flatMap({ SystemTraceAuditNumber($0) }),
      let digits = fields.digits(start + BatchList.panOffset, BatchList.panDigitCount),
      let pan = PrimaryAccountNumber(digits.drop { $0 == "0" }),
      let amount = fields.number(start + 28, 12).flatMap({ TransactionAmount(minorUnits: $0) })
    else { return nil }
    self.init(isForeign: side == "01", traceNumber: trace, pan: pan, amount: amount)
  }

  fileprivate var wireText: String {
    let digits = String(decoding: pan.digits, as: UTF8.self)
    let zeros = String(repeating: "0", count: BatchList.panDigitCount - pan.digits.count)
    return (isForeign ? "01" : "00") + traceNumber.text + zeros + digits + amount.wireText
  }
}
