/// One powered card, from its answer to reset until it is powered down.
///
/// After any error but `.notSupported` and `.invalidCommand` the session is over: the driver has
/// powered the card down as far as it can be, and every later call throws. The way on is another
/// `powerUp`.
public protocol CardSession: AnyObject {
  /// The answer to reset, 2 to 33 bytes.
  var answerToReset: [UInt8] { get }
  /// Sends one command APDU and returns the response with its two status bytes.
  ///
  /// The command is in the short form, with Le when an answer is expected; the extended form goes
  /// through where card and reader know it, and is `.invalidCommand` elsewhere. The driver deals
  /// with transport: procedure bytes, 61xx and 6Cxx do not reach the caller, nor does a warning
  /// before its data.
  ///
  /// Throws `.cardRemoved`, `.cardReset`, `.readerGone`, `.serviceUnavailable`, `.timedOut`,
  /// `.communication`.
  func transmit(_ command: [UInt8], timeout: Duration) async throws(CardReaderError) -> [UInt8]
  /// Lets the cardholder type a PIN on the reader's own keys, which gives it to the card.
  ///
  /// The PIN never comes near this program. How the entry ended is a result. It takes as long as
  /// `request.entryTimeout` and the card need; `timeout` is for the whole call, and should leave
  /// the reader some seconds to give up by itself. Throws `.notSupported` where the reader has no
  /// keys.
  func verifyPIN(
    _ request: CardPINRequest, timeout: Duration
  ) async throws(CardReaderError) -> CardPINOutcome
  /// Powers the card down, so that it is safe to pull; does nothing on a card that is gone.
  func powerDown() async
}

extension CardSession {
  /// A reader without keys.
  public func verifyPIN(
    _ request: CardPINRequest, timeout: Duration
  ) async throws(CardReaderError) -> CardPINOutcome {
    throw .notSupported
  }
}
