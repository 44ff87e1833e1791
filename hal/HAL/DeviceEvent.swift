/// Something that happened at a device without being asked for.
public enum DeviceEvent: Hashable, Sendable {
  /// A key went down.
  case keyPressed(Key)
  /// A card was put into the slot of the named reader.
  case cardInserted(DeviceName)
  /// The card left the slot of the named reader.
  case cardRemoved(DeviceName)
  /// A card was drawn through the swipe reader, readable or not.
  case cardSwiped(Swipe)
  /// The named device stopped answering or was unplugged.
  case deviceLost(DeviceName)
  /// The named device is back and may be used again.
  case deviceFound(DeviceName)
  /// The named modem's SIM, registration or bearer is not what its last status said.
  case modemChanged(DeviceName)
  /// The way to the network is not what it was.
  case networkChanged
  /// Somebody asked something on a side channel; the receiver knows where to look.
  case serviceRequested
}

/// What a board profile calls a device, such as `ic` or `printer`.
public struct DeviceName: Hashable, Sendable, CustomStringConvertible {
  /// The name as it stands in the profile.
  public let text: String
  /// Names a device.
  public init(_ text: String) { self.text = text }
  /// The name.
  public var description: String { text }
}

/// Where drivers report their events.
///
/// A driver calls `post` on the loop, never from a thread of its own, and never does anything else
/// in reply to a hardware event: what it means is the firmware's affair.
public protocol DeviceEventSink: AnyObject {
  /// Takes one event; never blocks, never fails.
  func post(_ event: DeviceEvent)
}
