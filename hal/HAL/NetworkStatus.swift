/// What the system knows about its way to the outside.
///
/// The modem's word and this one are kept apart: a modem may be registered while nobody has
/// dialled, and a cable may have a link that leads nowhere.
public protocol NetworkStatus: AnyObject {
  /// The state of the interface that the profile names; never waits.
  func interfaceStatus() -> InterfaceStatus
  /// Names the receiver of `networkChanged`, which means that the state is not what it was.
  func attach(to sink: any DeviceEventSink)
}

/// A network interface, as rtnetlink tells it: four steps, each resting on the one before.
public struct InterfaceStatus: Hashable, Sendable {
  /// Whether it exists.
  public var exists: Bool
  /// Whether it is up and has a carrier.
  public var hasCarrier: Bool
  /// Whether it has an address that reaches beyond the link.
  public var hasAddress: Bool
  /// Whether the system sends what is for everybody else through it.
  ///
  /// A center on the same network is reached without.
  public var hasDefaultRoute: Bool

  /// Puts a status together.
  public init(exists: Bool, hasCarrier: Bool, hasAddress: Bool, hasDefaultRoute: Bool) {
    self.exists = exists
    self.hasCarrier = hasCarrier
    self.hasAddress = hasAddress
    self.hasDefaultRoute = hasDefaultRoute
  }

  /// No such interface.
  public static let missing = InterfaceStatus(
    exists: false, hasCarrier: false, hasAddress: false, hasDefaultRoute: false)
}
