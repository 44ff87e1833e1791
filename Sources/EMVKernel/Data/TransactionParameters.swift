package import PaymentTypes

/// What one transaction brings to the kernel, all of it from outside, chance and time included.
package struct TransactionParameters: Hashable, Sendable {
  /// What the cardholder pays for, the first two digits of the processing code [9C].
  package struct Kind: RawRepresentable, Hashable, Sendable {
    /// Two digits in a byte.
    package let rawValue: UInt8
    /// Takes the byte as it is.
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// 00: goods or services.
    package static let purchase = Kind(rawValue: 0x00)
    /// 01: cash.
    package static let cash = Kind(rawValue: 0x01)
    /// 09: goods or services, with cash back.
    package static let purchaseWithCashback = Kind(rawValue: 0x09)
    /// 20: money goes back to the cardholder.
    package static let refund = Kind(rawValue: 0x20)
    /// 31: what is in the account.
    package static let balanceInquiry = Kind(rawValue: 0x31)
  }

  /// All that the cardholder pays, cash back included [9F02].
  package var amount: TransactionAmount
  /// The cash within `amount` [9F03].
  package var cashbackAmount: TransactionAmount
  /// What it is for [9C].
  package var kind: Kind
  /// The terminal's calendar [9A, 9F21].
  package var time: CivilTime
  /// Four bytes that nobody can guess [9F37].
  package var unpredictableNumber: UInt32
  /// The number of the transaction at this terminal [9F41].
  package var sequenceCounter: SystemTraceAuditNumber
  /// A random number from 1 to 99 for the selection of what goes online.
  package var randomPercentage: Int
  /// Whether the merchant wants the transaction to go online.
  package var isForcedOnline: Bool

  /// Puts the parameters together.
  package init(
    amount: TransactionAmount, cashbackAmount: TransactionAmount = .zero, kind: Kind,
    time: CivilTime, unpredictableNumber: UInt32, sequenceCounter: SystemTraceAuditNumber,
    randomPercentage: Int, isForcedOnline: Bool = false
  ) {
    self.amount = amount
    self.cashbackAmount = cashbackAmount
    self.kind = kind
    self.time = time
    self.unpredictableNumber = unpredictableNumber
    self.sequenceCounter = sequenceCounter
    self.randomPercentage = randomPercentage
    self.isForcedOnline = isForcedOnline
  }
}
