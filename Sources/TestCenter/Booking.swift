package import PaymentTypes

/// The name under which the center remembers a request.
package struct BookingKey: Hashable, Sendable {
  /// Field 41.
  package let terminal: String
  /// Sub-field 60.2.
  package let batch: String
  /// Field 11.
  package let traceNumber: String

  /// Puts a key together.
  package init(terminal: String, batch: String, traceNumber: String) {
    self.terminal = terminal
    self.batch = batch
    self.traceNumber = traceNumber
  }
}

/// One entry of the center's books.
package struct Booking: Hashable, Sendable {
  /// What has become of it.
  package enum State: Hashable, Sendable {
    /// It stands.
    case booked
    /// A void or a completion has used it up.
    case settledBy(BookingKey)
    /// A reversal has undone it.
    case reversed
  }

  /// Who sent it, in which batch, under which number.
  package let key: BookingKey
  /// What it is.
  package let service: CenterService
  /// The card.
  package let pan: PrimaryAccountNumber
  /// Whether the card's issuer is none of UnionPay's at home.
  package let isForeign: Bool
  /// In minor units.
  package let minorUnits: Int
  /// By how much the account's balance changed; negative when money left it.
  package let balanceChange: Int
  /// The center's name for it (field 37).
  package let retrievalReferenceNumber: String
  /// The issuer's name for it (field 38).
  package let authorizationCode: String
  /// When it was booked.
  package let time: CivilTime
  /// Which booking it voids, completes or refunds.
  package let original: BookingKey?
  /// What has become of it.
  package internal(set) var state = State.booked
}
