/// A slot for contact chip cards.
///
/// Insertions and removals come as events; `isCardPresent` is the state behind the last of them.
public protocol CardReader: AnyObject {
  /// What the profile calls it.
  var name: DeviceName { get }
  /// Whether a card is in the slot.
  var isCardPresent: Bool { get }
  /// Whether the reader itself can be used at all.
  var isAvailable: Bool { get }
  /// Names the receiver of `cardInserted`, `cardRemoved`, `deviceLost` and `deviceFound`.
  func attach(to sink: any DeviceEventSink)
  /// Powers the card up, with one warm reset when its first answer is unusable.
  func powerUp(timeout: Duration) async throws(CardReaderError) -> any CardSession
}

/// One powered card, from its answer to reset until it is powered down.
public protocol CardSession: AnyObject {
  /// The answer to reset, 2 to 33 bytes.
  var answerToReset: [UInt8] { get }
  /// Sends one command APDU and returns the response with its two status bytes.
  ///
  /// The driver deals with transport: T=0 procedure bytes, 61xx and 6Cxx do not reach the caller.
  func transmit(_ command: [UInt8], timeout: Duration) async throws(CardReaderError) -> [UInt8]
  /// Powers the card down, so that it is safe to pull; does nothing on a card that is gone.
  func powerDown() async
}

/// Why a card or its reader did not do what was asked.
public enum CardReaderError: Error, Hashable, Sendable {
  /// No service or driver behind the reader answers.
  case serviceUnavailable
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
  /// Bytes were lost or garbled; the code is the driver's own.
  case communication(code: Int)
}
