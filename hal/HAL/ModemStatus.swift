/// What a modem says of itself, its SIM and its network.
public struct ModemStatus: Hashable, Sendable {
  /// The state of the SIM.
  public enum SIM: Hashable, Sendable {
    /// Usable.
    case ready
    /// None in the holder.
    case absent
    /// Waits for its PIN; tries left when known.
    case pinRequired(triesLeft: Int?)
    /// Blocked until its PUK is entered; tries left when known. None left: it is dead.
    case pukRequired(triesLeft: Int?)
    /// The modem is bound to another SIM, network or operator; such as `PH-NET PIN`.
    case lockedToOther(lock: String)
    /// There, but broken.
    case failed
    /// Of a kind that the modem refuses.
    case wrong
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

  /// What a modem registers for, each by itself.
  public enum Domain: String, Hashable, Sendable, CaseIterable {
    /// Calls and messages (CREG).
    case calls
    /// Packet data in 2G and 3G (CGREG).
    case packetData
    /// LTE (CEREG).
    case lte
  }

  /// The SIM.
  public var sim: SIM
  /// Whether it is the SIM that the profile binds; nil when it binds none or the number is unknown.
  public var isBoundSIM: Bool?
  /// The registration that counts: packet data before calls.
  public var registration: Registration
  /// Each registration that the modem told.
  public var registrations: [Domain: Registration] = [:]
  /// Whether the radio is on; nil when it did not tell.
  public var isRadioOn: Bool?
  /// How well it hears its cell.
  public var signal = SignalStrength()
  /// Whether the modem is attached to packet data; nil when it did not tell.
  public var isAttached: Bool?
  /// The way for data through the network.
  public var bearer = BearerStatus()
  /// The name of the network.
  public var networkOperator: String?
  /// The number of the network: country and network, five or six digits.
  public var operatorNumber: String?
  /// What kind of network it is in, such as `LTE`.
  public var accessTechnology: String?
  /// Location or tracking area, hexadecimal, as the modem writes it.
  public var area: String?
  /// Cell, hexadecimal, as the modem writes it.
  public var cell: String?
  /// The SIM's own number (ICCID, ITU-T E.118), 19 or 20 digits.
  public var iccid: String?
  /// The subscriber's number (IMSI).
  public var imsi: SubscriberNumber?
  /// The modem's number (IMEI), 15 digits.
  public var imei: String?
  /// Maker and model, as the modem writes them.
  public var model: String?
  /// The version of its firmware, as the modem writes it.
  public var revision: String?

  /// Puts a status together from what is always known.
  public init(sim: SIM, registration: Registration) {
    self.sim = sim
    self.registration = registration
  }
}

/// Powers at a modem's antenna; nil where it does not know.
public struct SignalStrength: Hashable, Sendable {
  /// All that is received, in dBm (RSSI).
  public var power: Int?
  /// The cell's code, in dBm (3G: RSCP).
  public var codePower: Int?
  /// The cell's reference symbols, in dBm (LTE: RSRP).
  public var referencePower: Int?
  /// Reference symbols over everything else, in half decibels (LTE: RSRQ).
  public var referenceQualityHalfDecibels: Int?

  /// Knows this much; the rest is nil.
  public init(power: Int? = nil, referencePower: Int? = nil) {
    self.power = power
    self.referencePower = referencePower
  }
}

/// The packet data context that the terminal uses; nil where the modem does not tell.
public struct BearerStatus: Hashable, Sendable {
  /// The access point's name.
  public var accessPoint: String?
  /// Whether the context is active.
  public var isActive: Bool?
  /// The address that the network gave.
  public var address: String?

  /// Knows nothing.
  public init() {}
}

/// The number of a subscriber (IMSI): every text form shows country and network only.
public struct SubscriberNumber: Hashable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
{
  /// All digits, 6 to 15: they belong into no log.
  public let digits: String

  /// Wraps digits that the modem told.
  public init(digits: String) { self.digits = digits }

  /// Such as `46000**********`.
  public var description: String {
    String(digits.prefix(5)) + String(repeating: "*", count: max(0, digits.count - 5))
  }
  /// The same.
  public var debugDescription: String { description }
  /// Nothing.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
