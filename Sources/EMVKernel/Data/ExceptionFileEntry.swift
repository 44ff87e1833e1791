package import PaymentTypes

/// A card that is to be refused offline.
///
/// Source: EMV 4.3 Book 4, 6.3.5.
package struct ExceptionFileEntry: Hashable, Sendable {
  /// Its number.
  package let primaryAccountNumber: PrimaryAccountNumber
  /// Which of several cards with the number (5F34); nil for all of them.
  package let sequenceNumber: Int?

  /// Names a card.
  package init(primaryAccountNumber: PrimaryAccountNumber, sequenceNumber: Int?) {
    self.primaryAccountNumber = primaryAccountNumber
    self.sequenceNumber = sequenceNumber
  }
}
