/// A cellular modem, asked for what it knows; dialling is the system's affair.
public protocol Modem: AnyObject {
  /// What the profile calls it.
  var name: DeviceName { get }
  /// Asks for everything at once; parts that the modem does not know are nil.
  func status(timeout: Duration) async throws(ModemError) -> ModemStatus
}

/// Why a modem did not tell.
public enum ModemError: Error, Hashable, Sendable {
  /// The port can't be opened or is gone; the code is errno.
  case portUnavailable(code: Int32)
  /// No answer within the time-out.
  case timedOut
  /// The modem answered what makes no sense.
  case protocolViolation
}

/// What a modem says of itself, its SIM and its network.
public struct ModemStatus: Hashable, Sendable {
  /// The state of the SIM.
  public enum SIM: Hashable, Sendable {
    /// Usable.
    case ready
    /// None in the holder.
    case absent
    /// Waits for its PIN.
    case pinRequired
    /// Blocked until its PUK is entered.
    case pukRequired
    /// There, but broken or of a kind the modem refuses.
    case failed
    /// Not ready yet; ask again.
    case busy
  }

  /// Whether a network has let the modem in.
  public enum Registration: Hashable, Sendable {
    /// Not searching.
    case idle
    /// In its home network.
    case home
    /// Searching.
    case searching
    /// Refused; the cause is that of 3GPP TS 24.008 when the modem tells it.
    case denied(cause: Int?)
    /// In another operator's network.
    case roaming
    /// Emergency calls only.
    case emergencyOnly
    /// The modem does not know.
    case unknown

    /// Whether data may flow.
    public var isRegistered: Bool { self == .home || self == .roaming }
  }

  /// The SIM.
  public var sim: SIM
  /// The registration, packet data first.
  public var registration: Registration
  /// Received power in dBm (RSSI); nil when unknown.
  public var signal: Int?
  /// Whether the modem is attached to packet data; nil when it did not tell.
  public var isAttached: Bool?
  /// The name of the network.
  public var networkOperator: String?
  /// The SIM's own number (ITU-T E.118), 19 or 20 digits.
  public var iccid: String?
  /// The modem's number (IMEI), 15 digits.
  public var imei: String?
  /// What kind of network it is in, such as `LTE`.
  public var accessTechnology: String?

  /// Puts a status together from what is always known.
  public init(sim: SIM, registration: Registration) {
    self.sim = sim
    self.registration = registration
  }
}

/// What the system knows about its way to the outside.
public protocol NetworkStatus: AnyObject {
  /// The state of the interface that the profile names.
  func interfaceStatus() -> InterfaceStatus
}

/// A network interface, as rtnetlink tells it.
public struct InterfaceStatus: Hashable, Sendable {
  /// Whether it exists.
  public var exists: Bool
  /// Whether it is up and has a carrier.
  public var hasCarrier: Bool
  /// Whether it has an address.
  public var hasAddress: Bool

  /// Puts a status together.
  public init(exists: Bool, hasCarrier: Bool, hasAddress: Bool) {
    self.exists = exists
    self.hasCarrier = hasCarrier
    self.hasAddress = hasAddress
  }
}
