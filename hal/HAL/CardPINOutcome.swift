/// How the entry of a PIN on a reader's own keys ended.
public enum CardPINOutcome: Hashable, Sendable {
  /// The card has verified it.
  case verified
  /// The card has refused it; the tries that are left, where the card says so.
  case wrong(triesLeft: Int?)
  /// The card takes no PIN any more: no tries are left, or it is not to be used.
  case blocked
  /// The cardholder pressed cancel.
  case cancelled
  /// The cardholder typed nothing, or not all of it, in time.
  case timedOut
  /// The digits were too few or too many.
  case wrongLength
  /// The reader or the card answered with a status word that stands for none of the others.
  case refused(statusWord: UInt16)
}
