import PaymentTypes

/// What a terminal, or the center, has booked in a batch (field 48 of 0500 and 0510).
///
/// On the wire: 62 digits; for domestic and then for foreign cards: debit amount 12 and count 3,
/// credit amount 12 and count 3, result 1. A voided sale stays in debit and its void is in credit.
/// Source: UnionPay POS, settlement, field 48.
package struct SettlementTotals: Hashable, Sendable {
  /// How the center's totals compare.
  package enum Result: UInt8, Hashable, Sendable {
    /// A request: not compared yet.
    case request = 0
    /// They are the same (对账平).
    case balanced = 1
    /// They differ (对账不平).
    case unbalanced = 2
    /// They could not be compared (对账错).
    case failed = 3
  }

  /// The totals of one kind of card.
  package struct Side: Hashable, Sendable {
    /// What cardholders have paid, in minor units.
    package var debitMinorUnits = 0
    /// In how many transactions; 0 to 999.
    package var debitCount = 0
    /// What they have got back, in minor units.
    package var creditMinorUnits = 0
    /// In how many transactions; 0 to 999.
    package var creditCount = 0
    /// How the center's totals compare.
    package var result = Result.request

    /// No money.
    package init() {}

    /// Adds a transaction by which a cardholder pays.
    package mutating func addDebit(minorUnits: Int) {
      debitMinorUnits += minorUnits
      debitCount += 1
    }

    /// Adds a transaction by which a cardholder gets money back.
    package mutating func addCredit(minorUnits: Int) {
      creditMinorUnits += minorUnits
      creditCount += 1
    }

    fileprivate init?(_ fields: FixedFields, at start: Int) {
      guard let debit = fields.number(start, 12), let debitCount = fields.number(start + 12, 3),
        let credit = fields.number(start + 15, 12),
        let creditCount = fields.number(start + 27, 3),
        let result = fields.number(start + 30, 1).flatMap({ Result(rawValue: UInt8($0)) })
      else { return nil }
      debitMinorUnits = debit
      self.debitCount = debitCount
      creditMinorUnits = credit
      self.creditCount = creditCount
      self.result = result
    }

    fileprivate var text: String? {
      let amounts = 0...999_999_999_999
      let counts = 0...999
      guard amounts.contains(debitMinorUnits), amounts.contains(creditMinorUnits),
        counts.contains(debitCount), counts.contains(creditCount)
      else { return nil }
      return FixedDigits.text(debitMinorUnits, 12) + FixedDigits.text(debitCount, 3)
        + FixedDigits.text(creditMinorUnits, 12) + FixedDigits.text(creditCount, 3)
        + "\(result.rawValue)"
    }
  }

  /// Cards of UnionPay issuers at home (内卡).
  package var domestic = Side()
  /// All others (外卡).
  package var foreign = Side()

  /// No money.
  package init() {}

  /// Takes the 62 digits.
  package init?(_ text: some StringProtocol) {
    guard let fields = FixedFields(text), fields.count == 62,
      let domestic = Side(fields, at: 0), let foreign = Side(fields, at: 31)
    else { return nil }
    self.domestic = domestic
    self.foreign = foreign
  }

  /// The 62 digits; nil when an amount or a count does not fit its place.
  package var text: String? {
    guard let domestic = domestic.text, let foreign = foreign.text else { return nil }
    return domestic + foreign
  }

  /// Whether both kinds balance; only then may a batch end with 207.
  package var isBalanced: Bool { domestic.result == .balanced && foreign.result == .balanced }
}
