package import Connectivity

/// A device that a board may miss, by its entry in the board's profile.
///
/// In the order in which a person is told: without the first nobody can be told anything.
package enum BoardDevice: String, Hashable, Sendable, CaseIterable {
  /// The screen.
  case display
  /// The keys.
  case keypad
  /// The slot for chip cards.
  case cardReader = "card-reader"
  /// The groove for magnetic stripes.
  case swipeReader = "swipe-reader"
  /// The printer of slips.
  case printer
  /// The cellular modem.
  case modem
  /// What tells that the power goes away.
  case power

  /// What a person is told when it is missing.
  package var trouble: TroubleCause {
    switch self {
    case .display: .displayMissing
    case .keypad: .keypadMissing
    case .cardReader: .cardReaderSilent
    case .swipeReader: .swipeReaderMissing
    case .printer: .printerSilent
    case .modem: .modemSilent
    case .power: .powerUnwatched
    }
  }
}
