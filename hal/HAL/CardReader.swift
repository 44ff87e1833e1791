/// A slot for chip cards, or a field for contactless ones.
///
/// Insertions and removals come as events; `state` is what stands behind the last of them. A driver
/// may be made before its device is there: it then starts in a state without a device, and finds it
/// on its own, whenever it comes, goes and comes back. No error is final: whatever went wrong, the
/// next call starts anew.
///
/// Everything is called on the loop, and nothing blocks it. A call that has not been answered
/// within its time-out throws `.timedOut`; what it started on the card may still run to its end,
/// and its late answer goes to nobody. One call at a time: who calls while another call is under
/// way waits for it within the own time-out.
public protocol CardReader: AnyObject {
  /// What the profile calls it.
  var name: DeviceName { get }
  /// What is known of the reader and its slot.
  var state: CardReaderState { get }
  /// Names the receiver of `deviceFound`, `deviceLost`, `cardInserted` and `cardRemoved`.
  ///
  /// `deviceFound` comes before the first insertion; `deviceLost` ends a card's presence without a
  /// `cardRemoved`. A card that is pulled and put back so quickly that both are noticed at once is
  /// still reported as removed and inserted.
  func attach(to sink: any DeviceEventSink)
  /// Powers the card up, with one warm reset when its first answer is unusable.
  ///
  /// The session has the card to itself until `powerDown`. A session that is still open is ended:
  /// there is one at a time. Throws `.noCard`, `.mute`, `.unsupportedCard` (the answer to reset is
  /// not one that the slot's kind of cards may give), `.shared` (another program does not let go of
  /// the card), `.timedOut`, and whatever the reader's state says.
  func powerUp(timeout: Duration) async throws(CardReaderError) -> any CardSession
  /// What the reader can do beside exchanging commands; asked once and remembered while it is
  /// there.
  ///
  /// Works without a card. Throws what the reader's state says, `.shared` or `.timedOut`.
  func features(timeout: Duration) async throws(CardReaderError) -> CardReaderFeatures
  /// Sends the reader a command in its maker's own language and returns the answer.
  ///
  /// Works without a card. Throws `.notSupported` where the reader or its driver refuses.
  func escape(_ command: [UInt8], timeout: Duration) async throws(CardReaderError) -> [UInt8]
}

extension CardReader {
  /// Whether a card is in the slot, one that answers or not.
  public var isCardPresent: Bool { state.isCardPresent }
  /// Whether the reader itself can be used at all.
  public var isAvailable: Bool { state.isAvailable }

  /// A reader that can do no more than exchange commands.
  public func features(timeout: Duration) async throws(CardReaderError) -> CardReaderFeatures {
    CardReaderFeatures()
  }

  /// A reader without a language of its own.
  public func escape(
    _ command: [UInt8], timeout: Duration
  ) async throws(CardReaderError) -> [UInt8] {
    throw .notSupported
  }
}
