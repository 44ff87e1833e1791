/// How an emulated modem ends an answer.
enum EmulatedResult: Hashable, Sendable {
  case ok
  case error
  case equipmentError(Int)

  static let notSupported = EmulatedResult.equipmentError(4)
}

// What the modem answers to each command.
extension EmulatedModem {
  typealias Answer = (lines: [String], result: EmulatedResult)

  /// Commands that always get the same lines.
  private static let fixed: [String: [String]] = [
    "I0": ["Lianji emulated modem"], "I": ["Lianji emulated modem"], "+CGMI": ["Lianji"],
    "+CGMM": ["Emulated"], "+CGMR": ["1.0"], "+GCAP": ["+GCAP: +CGSM,+CLTE1"],
    "+WS46=?": ["+WS46: (12,22,25,28)"], "+CGACT?": ["+CGACT: 1,0"],
    "+CGDCONT=?": ["+CGDCONT: (1-4),\"IP\",,,(0),(0)", "+CGDCONT: (1-4),\"IPV6\",,,(0),(0)"],
    "+CGDCONT?": ["+CGDCONT: 1,\"IP\",\"test.apn\",\"\",0,0"],
    "+CSCS=?": ["+CSCS: (\"GSM\",\"IRA\")"], "+CSCS?": ["+CSCS: \"GSM\""],
    "+CLCK=?": ["+CLCK: (\"SC\",\"FD\",\"PN\")"], "+CFUN=?": ["+CFUN: (0,1,4),(0,1)"],
    "+CNMI=?": ["+CNMI: (0-2),(0-3),(0,2),(0,1),(0,1)"], "+CGEREP=?": ["+CGEREP: (0-2),(0,1)"],
  ]
  /// Settings that are accepted and change nothing.
  private static let accepted = [
    "Z", "X", "H", "Q", "S", "&", "+CSCS=", "+CTZU=", "+CGEREP=", "+CNMI=", "+CGDCONT=", "+IFC=",
  ]

  func answer(to command: String) -> Answer {
    let name = String(command.prefix { $0 != "=" && $0 != "?" }).uppercased()
    if unsupported.contains(name) { return ([], .notSupported) }
    if let lines = Self.fixed[command.uppercased()] { return (lines, .ok) }
    if Self.accepted.contains(where: { command.uppercased().hasPrefix($0) }) { return ([], .ok) }
    if let answer = basic(command) { return answer }
    let argument = command.split(separator: "=", maxSplits: 1).dropFirst().first.map(String.init)
    if command.hasSuffix("=?") { return Self.isKnown(name) ? ([], .ok) : ([], .notSupported) }
    return argument.map { set(name, to: $0) } ?? query(name)
  }

  private static func isKnown(_ name: String) -> Bool {
    ["+CREG", "+CGREG", "+CEREG", "+CMEE", "+CPIN", "+CSQ", "+COPS", "+CGATT"].contains(name)
  }

  private func basic(_ command: String) -> Answer? {
    switch command {
    case "E", "E0": settings.hasEcho = false
    case "E1": settings.hasEcho = true
    case "V", "V0": settings.isVerbose = false
    case "V1": settings.isVerbose = true
    default: return nil
    }
    return ([], .ok)
  }

  private func query(_ name: String) -> Answer {
    switch name {
    case "+CPIN": withSIM { ["+CPIN: \(pinState ?? "NOT READY")"] }
    case "+CSQ": (["+CSQ: \(signalCode),99"], .ok)
    case "+CREG", "+CGREG", "+CEREG": registrationAnswer(name)
    case "+COPS": (["+COPS: \(operatorText)"], .ok)
    case "+CGATT": (["+CGATT: \(isRegistered && isAttached ? 1 : 0)"], .ok)
    case "+CMEE": (["+CMEE: \(settings.errorMode)"], .ok)
    case "+CFUN": (["+CFUN: \(settings.functionality)"], .ok)
    case "+CGSN": ([imei], .ok)
    case "+CIMI": withOpenSIM { [$0.imsi] }
    case "+CCID", "+QCCID", "+ICCID": withSIM { ["\(name): \(sim?.iccid ?? "")"] }
    case "+CICCID": withSIM { ["+ICCID: \(sim?.iccid ?? "")"] }
    case "+CPINR": withSIM { ["+CPINR: SIM PIN,\(pinTriesLeft),3"] }
    case "+CNUM": withOpenSIM { _ in [] }
    default: ([], .notSupported)
    }
  }

  private func set(_ name: String, to argument: String) -> Answer {
    let numbers = argument.split(separator: ",").map { Int($0) }
    let first = numbers.first.flatMap { $0 }
    switch (name, first) {
    case ("+CMEE", .some(0...2)): settings.errorMode = first ?? 0
    case ("+CFUN", .some(0...4)): settings.functionality = first ?? 1
    case ("+CREG", .some(0...3)), ("+CGREG", .some(0...3)), ("+CEREG", .some(0...3)):
      settings.registrationMode[name] = first
    case ("+COPS", .some(3)):
      settings.operatorFormat = numbers.dropFirst().first.flatMap { $0 } ?? 0
    case ("+COPS", .some(0)): break
    case ("+CPIN", _): return enterPIN(argument)
    case ("+CRSM", _): return readFile(numbers)
    case ("+CLCK", _) where argument.hasSuffix(",2"): return withOpenSIM { _ in ["+CLCK: 0"] }
    case ("+CSIM", _): return readTries(argument)
    default: return ([], .notSupported)
    }
    return ([], .ok)
  }

  private func withSIM(_ lines: () -> [String]) -> Answer {
    switch sim?.lock {
    case nil: ([], .equipmentError(10))
    case .broken: ([], .equipmentError(13))
    case .busy: ([], .equipmentError(14))
    case .open, .pin, .puk: (lines(), .ok)
    }
  }

  private func withOpenSIM(_ lines: (EmulatedSIM) -> [String]) -> Answer {
    switch sim?.lock {
    case .pin: ([], .equipmentError(11))
    case .puk: ([], .equipmentError(12))
    case nil, .broken, .busy, .open: withSIM { sim.map(lines) ?? [] }
    }
  }

  /// What `AT+CPIN?` says; nil when it is refused.
  var pinState: String? {
    switch sim?.lock {
    case .open: "READY"
    case .pin: "SIM PIN"
    case .puk: "SIM PUK"
    case .broken, .busy, nil: nil
    }
  }

  private var pinTriesLeft: Int {
    if case .pin(_, let tries) = sim?.lock { return tries }
    return pinState == "READY" ? 3 : 0
  }

  private var isRegistered: Bool {
    let status = effectiveStatus
    return status == 1 || status == 5
  }

  /// The status of TS 27.007; without a usable SIM no network lets the modem in.
  private var effectiveStatus: Int {
    if settings.functionality != 1 { return 0 }
    switch (registration, pinState) {
    case (.emergencyOnly, _): return 8
    case (_, let state) where state != "READY": return 0
    case (.idle, _): return 0
    case (.home, _): return 1
    case (.searching, _): return 2
    case (.denied, _): return 3
    case (.roaming, _): return 5
    }
  }

  private var signalCode: Int {
    signal.map { min(31, max(0, ($0 + 113) / 2)) } ?? 99
  }

  private var operatorText: String {
    guard isRegistered else { return "0" }
    let name = settings.operatorFormat == 2 ? operatorNumber : operatorName
    return "0,\(settings.operatorFormat),\"\(name)\",\(cell.rawValue)"
  }

  private func registrationAnswer(_ name: String) -> Answer {
    // Modems of the second and third generation do not know the LTE registration.
    if name == "+CEREG", cell != .lte { return (["+CEREG: 0,0"], .ok) }
    let mode = settings.registrationMode[name] ?? 0
    return (["\(name): \(mode),\(registrationText(name, mode: mode))"], .ok)
  }

  /// What stands behind the name when the state comes unasked, and behind the mode otherwise.
  func registrationText(_ name: String, mode: Int) -> String {
    let status = effectiveStatus
    guard mode >= 2 else { return "\(status)" }
    var text = "\(status)"
    if status != 0 {
      text += ",\"1A2B\",\"0000C0DE\",\(cell.rawValue)"
      if name == "+CGREG" { text += ",\"01\"" }
    }
    if mode >= 3, status == 3, case .denied(let cause) = registration { text += ",0,\(cause)" }
    return text
  }

  private func enterPIN(_ argument: String) -> Answer {
    let words = argument.split(separator: ",").map { $0.filter { $0 != "\"" } }
    switch (sim?.lock, words.count) {
    case (.pin(let pin, let tries), 1):
      guard words[0] == pin else { return wrongPIN(pin, triesLeft: tries - 1) }
      sim?.lock = .open
    case (.puk(let puk, let tries), 2):
      guard words[0] == puk else {
        sim?.lock = tries > 1 ? .puk(puk, triesLeft: tries - 1) : .broken
        return ([], .equipmentError(16))
      }
      sim?.lock = .open
    case (nil, _): return ([], .equipmentError(10))
    default: return ([], .equipmentError(3))
    }
    return ([], .ok)
  }

  private func wrongPIN(_ pin: String, triesLeft: Int) -> Answer {
    sim?.lock = triesLeft > 0 ? .pin(pin, triesLeft: triesLeft) : .puk("12345678", triesLeft: 10)
    return ([], .equipmentError(triesLeft > 0 ? 16 : 12))
  }

  /// READ BINARY of the two files that status programs ask for: EF-ICCID and EF-AD.
  private func readFile(_ numbers: [Int?]) -> Answer {
    guard numbers.count >= 2, numbers[0] == 176 else {
      return withSIM { ["+CRSM: 109,0"] }
    }
    switch numbers[1] {
    case 12_258: return withSIM { ["+CRSM: 144,0,\"\(sim?.iccidFile ?? "")\""] }
    case 28_589: return withSIM { ["+CRSM: 144,0,\"00000002\""] }
    default: return withSIM { ["+CRSM: 106,130"] }
    }
  }

  /// VERIFY without a PIN asks how many tries are left (ETSI TS 102 221, 11.1.9).
  private func readTries(_ argument: String) -> Answer {
    let isVerify = argument.split(separator: ",").contains { part in
      part.filter { $0 != "\"" }.hasPrefix("00200001")
    }
    guard isVerify else { return ([], .notSupported) }
    return withSIM { ["+CSIM: 4,\"63C\(pinTriesLeft)\""] }
  }
}
