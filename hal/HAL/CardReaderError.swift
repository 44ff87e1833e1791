/// Why a card or its reader did not do what was asked.
///
/// None of them needs a restart: the driver recovers, and `CardReader.state` says where it stands.
public enum CardReaderError: Error, Hashable, Sendable {
  /// No service or driver behind the reader answers.
  case serviceUnavailable
  /// The service does not let this program in.
  case accessDenied
  /// The reader was unplugged.
  case readerGone
  /// The slot is empty.
  case noCard
  /// The card was pulled out.
  case cardRemoved
  /// Somebody else reset the card: all that was selected is lost.
  case cardReset
  /// Another program holds the card.
  case shared
  /// The card does not answer a reset.
  case mute
  /// The card's answer to reset is not one that EMV allows.
  case unsupportedCard
  /// No answer within the time-out.
  case timedOut
  /// The reader can't do this.
  case notSupported
  /// The bytes are no command that the card's protocol can carry; nothing was sent.
  case invalidCommand
  /// Bytes were lost or garbled, or the card fell silent; the code is the driver's own.
  case communication(code: Int)
}
