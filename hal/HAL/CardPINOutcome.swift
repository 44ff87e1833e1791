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

extension CardPINOutcome {
  /// What two status bytes say, those of a reader with keys or those of the card.
  ///
  /// Source: PC/SC part 10, 2.5.6 (64xx); EMV 4.3 Book 3, 6.5.12.4 (the others).
  public init(statusWord: UInt16) {
    self =
      switch statusWord {
      case 0x9000: .verified
      case 0x6300: .wrong(triesLeft: nil)
      case 0x63C0, 0x6983, 0x6984: .blocked
      case 0x63C1...0x63CF: .wrong(triesLeft: Int(statusWord & 0x0F))
      case 0x6400: .timedOut
      case 0x6401: .cancelled
      case 0x6403: .wrongLength
      default: .refused(statusWord: statusWord)
      }
  }
}
