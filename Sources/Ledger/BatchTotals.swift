import PaymentTypes

/// Counts and sums of one batch, domestic and foreign cards apart.
///
/// Debit counts every approved sale, voided ones too; credit counts the voids.
/// Source: UnionPay POS, section 2.6 of the reference (gross counting).
package struct BatchTotals: Hashable, Sendable {
  /// A number of transactions and what they come to.
  package struct Sum: Hashable, Sendable {
    /// How many.
    package var count: Int
    /// How much, in minor units.
    package var minorUnits: Int

    /// Puts a sum together.
    package init(count: Int = 0, minorUnits: Int = 0) {
      self.count = count
      self.minorUnits = minorUnits
    }

    mutating func add(_ amount: TransactionAmount) {
      count += 1
      minorUnits += amount.minorUnits
    }
  }

  /// One side of the books.
  package struct Side: Hashable, Sendable {
    /// What cards owe.
    package var debit: Sum
    /// What cards get back.
    package var credit: Sum

    /// Puts a side together.
    package init(debit: Sum = Sum(), credit: Sum = Sum()) {
      self.debit = debit
      self.credit = credit
    }
  }

  /// Cards of this country's own scheme.
  package var domestic: Side
  /// All others.
  package var foreign: Side

  /// Puts totals together.
  package init(domestic: Side = Side(), foreign: Side = Side()) {
    self.domestic = domestic
    self.foreign = foreign
  }

  /// Folds the approved transactions of a batch.
  package init(of transactions: some Sequence<LedgerTransaction>) {
    self.init()
    for transaction in transactions {
      guard case .approved(let approval) = transaction.status else { continue }
      let amount = transaction.intent.amount
      switch (transaction.intent.type, approval.isDomestic) {
      case (.sale, true): domestic.debit.add(amount)
      case (.sale, false): foreign.debit.add(amount)
      case (.saleVoid, true): domestic.credit.add(amount)
      case (.saleVoid, false): foreign.credit.add(amount)
      }
    }
  }
}

/// What the center says of one side of the totals.
package enum SettlementVerdict: UInt8, Hashable, Sendable {
  /// Its books say the same 平.
  case balanced = 1
  /// Its books say something else 不平.
  case unbalanced = 2
  /// It could not compare 出错.
  case failed = 3
}
