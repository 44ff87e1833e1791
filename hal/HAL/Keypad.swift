/// A key as a person sees it.
public enum Key: Hashable, Sendable {
  /// 0 to 9.
  case digit(UInt8)
  /// The red key.
  case cancel
  /// The yellow key.
  case clear
  /// The green key.
  case enter
  /// The key that opens the menu.
  case menu
  /// Up.
  case up
  /// Down.
  case down
  /// Paper feed.
  case feed
}

/// The keys of the terminal.
///
/// While a secure entry holds the keypad, its presses go nowhere else.
public protocol Keypad: AnyObject {
  /// What the profile calls it.
  var name: DeviceName { get }
  /// Whether it can be used.
  var isAvailable: Bool { get }
  /// Names the receiver of `keyPressed`, `deviceLost` and `deviceFound`.
  ///
  /// `isAvailable` has changed before its event is posted.
  func attach(to sink: any DeviceEventSink)
  /// Sends every press to `handler` instead of the sink, until `release`.
  func hold(_ handler: @escaping (Key) -> Void)
  /// Ends `hold`.
  func release()
}
