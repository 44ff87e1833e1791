import ATCommands
import BoardProfile
import Connectivity
import Glibc
import HAL
import JSONText
import PaymentTypes

/// What a modem said, as a table and as JSON, with the trouble that the terminal would name.
struct ModemReport {
  let settings: ModemSettings
  let status: ModemStatus
  /// What the kernel says of the interface; nil when the profile watches none of its own.
  let interface: InterfaceStatus?

  /// The cause that the terminal would name; the interface counts where it is known.
  private var trouble: TroubleAdvice? {
    let up = InterfaceStatus(
      exists: true, hasCarrier: true, hasAddress: true, hasDefaultRoute: true)
    return NetworkDiagnosis.cause(modem: .success(status), interface: interface ?? up)?
      .advice(.english)
  }

  /// One line a fact; unknown facts are a dash.
  var text: String {
    var rows = [
      ["port", "\(Self.port(of: settings)), family \(settings.family.name)"],
      ["model", status.model ?? "-"], ["firmware", status.revision ?? "-"],
      ["IMEI", status.imei ?? "-"], ["radio", Self.word(status.isRadioOn, "on", "off")],
      ["SIM", Self.words(status.sim)], ["ICCID", iccidText],
      ["IMSI", status.imsi?.description ?? "-"],
      ["registration", Self.words(status.registration)],
    ]
    for domain in ModemStatus.Domain.allCases {
      guard let registration = status.registrations[domain] else { continue }
      rows.append(["  \(Self.name(domain))", Self.words(registration)])
    }
    rows += [
      ["operator", operatorText], ["technology", status.accessTechnology ?? "-"],
      ["area, cell", [status.area, status.cell].map { $0 ?? "-" }.joined(separator: ", ")],
      ["signal", signalText],
      ["packet data", Self.word(status.isAttached, "attached", "detached")],
      ["access point", status.bearer.accessPoint ?? "-"],
      ["bearer", Self.word(status.bearer.isActive, "active", "not active")],
      ["address", status.bearer.address ?? "-"],
    ]
    if let interface { rows.append(["interface", Self.words(interface)]) }
    if let trouble {
      rows.append(["trouble", "\(trouble.code) \(trouble.what)"])
      rows.append(["cure", "\(trouble.cure) · \(trouble.person.text(.english))"])
    } else {
      rows.append(["trouble", "none"])
    }
    return TextTable(rows: rows).text
  }

  /// The same for programs.
  var json: JSONValue {
    [
      "port": .string(Self.port(of: settings)), "family": .string(settings.family.name),
      "model": Self.json(status.model), "firmware": Self.json(status.revision),
      "imei": Self.json(status.imei), "radioOn": Self.json(status.isRadioOn),
      "sim": [
        "state": .string(Self.words(status.sim)), "iccid": Self.json(status.iccid),
        "imsi": Self.json(status.imsi?.description), "bound": Self.json(status.isBoundSIM),
      ],
      "registration": .string(Self.words(status.registration)),
      "registrations": .object(
        ModemStatus.Domain.allCases.compactMap { domain in
          status.registrations[domain].map { .init(domain.rawValue, .string(Self.words($0))) }
        }),
      "operator": Self.json(status.networkOperator),
      "operatorNumber": Self.json(status.operatorNumber),
      "technology": Self.json(status.accessTechnology), "area": Self.json(status.area),
      "cell": Self.json(status.cell),
      "signal": [
        "rssi": Self.json(status.signal.power), "rscp": Self.json(status.signal.codePower),
        "rsrp": Self.json(status.signal.referencePower),
        "rsrqHalfDecibels": Self.json(status.signal.referenceQualityHalfDecibels),
      ],
      "attached": Self.json(status.isAttached),
      "bearer": [
        "accessPoint": Self.json(status.bearer.accessPoint),
        "active": Self.json(status.bearer.isActive), "address": Self.json(status.bearer.address),
      ],
      "interface": interface.map(Self.json) ?? .null,
      "trouble": trouble.map(Self.json) ?? .null,
    ]
  }

  private var iccidText: String {
    let text = status.iccid ?? "-"
    switch status.isBoundSIM {
    case true: return text + ", the one that the profile binds"
    case false: return text + ", not the one that the profile binds"
    case nil: return text
    }
  }

  private var operatorText: String {
    let name = status.networkOperator ?? "-"
    return status.operatorNumber.map { "\(name) (\($0))" } ?? name
  }

  private var signalText: String {
    var parts = [status.signal.power.map { "\($0) dBm" } ?? "unknown"]
    if let power = status.signal.codePower { parts.append("RSCP \(power) dBm") }
    if let power = status.signal.referencePower { parts.append("RSRP \(power) dBm") }
    if let quality = status.signal.referenceQualityHalfDecibels {
      parts.append("RSRQ \(quality / 2)\(quality % 2 == 0 ? "" : ".5") dB")
    }
    return parts.joined(separator: ", ")
  }
}

// Words.
extension ModemReport {
  /// Where the modem is.
  static func port(of settings: ModemSettings) -> String {
    switch settings.port {
    case .device(let path): path
    case .network(let host, let port): "\(host):\(port)"
    }
  }

  /// Why it could not be asked, and what to do.
  static func words(_ error: ModemError, port: String) -> String {
    switch error {
    case .portUnavailable(EBUSY):
      "\(port) belongs to another program: stop posd, or ModemManager, and try again"
    case .portUnavailable(ENOENT):
      "\(port) is not there: is the modem plugged in and on? posctl devices list shows what is"
    case .portUnavailable(EACCES):
      "\(port) may not be opened: run posctl as root or as a member of the group dialout"
    case .portUnavailable(let code):
      "\(port) can't be used (\(String(cString: strerror(code)))): check cable and path"
    case .timedOut:
      "the modem on \(port) does not answer: check its power key, that this is its AT port, and "
        + "its speed (--baud auto); most modules take 15 s to start"
    case .protocolViolation:
      "what answers on \(port) makes no sense for a modem: is this its AT port?"
    case .refused(let code):
      "the modem on \(port) refuses" + (code.map { " (CME ERROR \($0))" } ?? "")
    case .notSupported: "the modem on \(port) can't do that"
    }
  }

  private static func words(_ sim: ModemStatus.SIM) -> String {
    func left(_ tries: Int?) -> String {
      tries.map { ", \($0) tries left" } ?? ", tries left unknown"
    }
    return switch sim {
    case .ready: "ready"
    case .absent: "absent"
    case .pinRequired(let tries): "needs its PIN\(left(tries))"
    case .pukRequired(let tries): "needs its PUK\(left(tries))"
    case .lockedToOther(let lock): "the modem is locked to another one (\(lock))"
    case .failed: "broken"
    case .wrong: "of a kind that the modem refuses"
    case .busy: "busy"
    }
  }

  private static func words(_ registration: ModemStatus.Registration) -> String {
    switch registration {
    case .idle: "not searching"
    case .home: "home"
    case .searching: "searching"
    case .denied(let cause): "denied" + (cause.map { ", cause \($0)" } ?? "")
    case .roaming: "roaming"
    case .emergencyOnly: "emergency calls only"
    case .unknown: "unknown"
    }
  }

  private static func name(_ domain: ModemStatus.Domain) -> String {
    switch domain {
    case .calls: "calls"
    case .packetData: "2G and 3G data"
    case .lte: "LTE"
    }
  }

  private static func words(_ interface: InterfaceStatus) -> String {
    guard interface.exists else { return "missing" }
    return [
      interface.hasCarrier ? "carrier" : "no carrier",
      interface.hasAddress ? "address" : "no address",
      interface.hasDefaultRoute ? "default route" : "no default route",
    ].joined(separator: ", ")
  }

  private static func word(_ fact: Bool?, _ yes: String, _ no: String) -> String {
    fact.map { $0 ? yes : no } ?? "-"
  }

  private static func json(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
  private static func json(_ number: Int?) -> JSONValue { number.map { .number($0) } ?? .null }
  private static func json(_ fact: Bool?) -> JSONValue { fact.map { .boolean($0) } ?? .null }

  private static func json(_ interface: InterfaceStatus) -> JSONValue {
    [
      "exists": .boolean(interface.exists), "carrier": .boolean(interface.hasCarrier),
      "address": .boolean(interface.hasAddress),
      "defaultRoute": .boolean(interface.hasDefaultRoute),
    ]
  }

  private static func json(_ advice: TroubleAdvice) -> JSONValue {
    [
      "code": .string(advice.code), "what": .string(advice.what), "cure": .string(advice.cure),
      "who": .string(advice.person.text(.english)),
    ]
  }
}
