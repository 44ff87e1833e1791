/// What a scenario can expect of the counter.
package enum ScenarioExpectation: Hashable, Sendable {
  /// A screen was shown since the step before.
  case screen(ScreenPattern)
  /// A slip was printed since the start, or the newest one holds texts.
  case slip(SlipPattern)
  /// The terminal's ledger holds so many transactions of each state.
  case terminal([TerminalCount: Int])
  /// The center's books hold so many bookings of each state.
  case center([CenterCount: Int])
  /// An account has this balance, in minor units.
  case balance(CardIdentifier, minorUnits: Int)
  /// Both books say the same of every transaction.
  case booksAgree
  /// The center found nothing wrong with any message.
  case noViolations
  /// The terminal runs, or does not.
  case power(isOn: Bool)

  /// A state of a transaction in the terminal's ledger.
  package enum TerminalCount: String, Hashable, Sendable, CaseIterable {
    /// Approved, and not voided.
    case approved
    /// Declined by the center.
    case declined
    /// Undone by a reversal.
    case reversed
    /// In doubt: a reversal is due.
    case unknown
    /// Voids that were approved.
    case voids
  }

  /// A state of a booking in the center's books.
  package enum CenterCount: String, Hashable, Sendable, CaseIterable {
    /// Booked, and neither reversed nor voided.
    case booked
    /// Reversed.
    case reversed
    /// Voided by a booked void.
    case voided
  }
}
