import MockDevices
import PaymentTypes
import TestCenter

// What its books say.
extension CenterOffice {
  /// Every booking, in the order in which they were made.
  func bookings() -> [CenterBooking] {
    center.ledger.bookings.map { booking in
      let state: BookRow.CenterState =
        switch booking.state {
        case .booked: .booked
        case .settledBy: .voided
        case .reversed: .reversed
        }
      return CenterBooking(
        batch: booking.key.batch, trace: booking.key.traceNumber,
        isVoid: booking.service == .saleVoid, minorUnits: booking.minorUnits,
        card: booking.pan.masked, reference: booking.retrievalReferenceNumber, state: state)
    }
  }

  /// Everything that was wrong with messages, in words that hold no value of a message.
  func violations() -> [String] { center.violations.map(\.description) }

  /// The balance behind a card in minor units; nil when it has no account.
  func balance(of card: CardPersonality) -> Int? {
    card.accounts.first
      .flatMap { PrimaryAccountNumber(digits: $0.panDigits) }
      .flatMap { center.account($0)?.balanceMinorUnits }
  }

  /// Whether a fault waits for its message.
  var hasWaitingFault: Bool { !center.waitingFaults.isEmpty }
}
