/// A reader through which a magnetic stripe is drawn; swipes come as events.
///
/// One drawn card is one `cardSwiped`, readable or not, posted on the loop as soon as the reader
/// has sent it. A driver posts `deviceLost` when the reader is unplugged or fails for good, and
/// `deviceFound` when it can be used again, each once a change; a card that is drawn while a
/// reader is lost is lost too. Nothing here fails: what is wrong with a card stands in its swipe,
/// and a reader that can't be used is lost until the driver, without being asked, has brought it
/// back.
public protocol MagstripeReader: AnyObject {
  /// What the profile calls it.
  var name: DeviceName { get }
  /// Whether the reader can be used.
  var isAvailable: Bool { get }
  /// Names the receiver of `cardSwiped`, `deviceLost` and `deviceFound`.
  ///
  /// A reader that is available already is not reported once more.
  func attach(to sink: any DeviceEventSink)
}
