package import Ledger

/// Why a transaction ended before it had an outcome.
package enum TransactionEnd: Error, Hashable, Sendable {
  /// Not a byte left for the center.
  case notStarted(Screen.NotStarted)
  /// The card can't or won't; not a byte left for the center.
  case cardRefused(Screen.CardProblem)
  /// The chip answered its reset and not a single command: the card may be presented again.
  case chipUnreadable
  /// The books can't be written: trading stops until the next start.
  case ledgerFailed(LedgerError)
}
