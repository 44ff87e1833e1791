package import ISO7816

/// A PIN that the card is to verify, and what the cardholder should know before typing it.
///
/// The PIN itself stays with whoever has the keypad; this names only the way to the card.
/// Source: EMV 4.3 Book 3, 10.5.1; Book 4, 6.3.4.1.
package struct OfflinePINVerification: Hashable, Sendable {
  /// The key under which the PIN is enciphered (VERIFY, P2 = 88); nil sends it in clear (P2 = 80).
  package let key: PINEnciphermentKey?
  /// How many tries are left, this one included; nil when the card has not said.
  package let triesLeft: Int?
  /// Whether the last PIN was wrong.
  package let isRetry: Bool

  /// Whether a wrong PIN now would block the card's PIN: the cardholder is warned.
  package var isLastTry: Bool { triesLeft == 1 }
}

/// How one verification of a PIN by the card ended; a cancelled one ends the transaction.
package enum OfflinePINOutcome: Hashable, Sendable {
  /// The card answered VERIFY.
  case answered(StatusWord)
  /// The card gave no challenge for an enciphered PIN, so that none was sent.
  case challengeRefused(StatusWord)
  /// The cardholder went on without a PIN.
  case bypassed
  /// The PIN pad does not work.
  case padUnavailable
}
