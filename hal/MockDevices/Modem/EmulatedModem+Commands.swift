/// How an emulated modem ends an answer.
enum EmulatedResult: Hashable, Sendable {
  case ok
  case error
  case equipmentError(Int)
  /// The modem waits for a text.
  case prompt
  /// Nothing, as from a modem that has just gone.
  case silent

  static let notSupported = EmulatedResult.equipmentError(4)
}

// What the modem answers to each command.
extension EmulatedModem {
  typealias Answer = (lines: [String], result: EmulatedResult)

  /// Commands that always get the same lines.
  private static let fixed: [String: [String]] = [
    "I0": ["Lianji emulated modem"], "I": ["Lianji emulated modem"], "+CGMI": ["Lianji"],
    "+CGMM": ["Emulated"], "+CGMR": ["1.0"], "+GCAP": ["+GCAP: +CGSM,+CLTE1"],
    "+WS46=?": ["+WS46: (12,22,25,28)"],
    "+CGDCONT=?": ["+CGDCONT: (1-4),\"IP\",,,(0),(0)", "+CGDCONT: (1-4),\"IPV6\",,,(0),(0)"],
    "+COPS=?": ["+COPS: (2,\"Test Net\",\"Test\",\"00101\",7),,(0-4),(0-2)"],
    "+CSCS=?": ["+CSCS: (\"GSM\",\"IRA\")"], "+CSCS?": ["+CSCS: \"GSM\""],
    "+CLCK=?": ["+CLCK: (\"SC\",\"FD\",\"PN\")"], "+CFUN=?": ["+CFUN: (0,1,4),(0,1)"],
    "+CNMI=?": ["+CNMI: (0-2),(0-3),(0,2),(0,1),(0,1)"], "+CGEREP=?": ["+CGEREP: (0-2),(0,1)"],
  ]
  /// Settings that are accepted and change nothing.
  private static let accepted = [
    "Z", "X", "H", "Q", "S", "&", "+CSCS=", "+CTZU=", "+CNMI=", "+IFC=",
  ]

  func answer(to command: String) -> Answer {
    let name = String(command.prefix { $0 != "=" && $0 != "?" }).uppercased()
    if unsupported.contains(name) { return ([], .notSupported) }
    if name == "+CEREG", !personality.knowsLTE { return ([], .notSupported) }
    if let answer = makersAnswer(to: command.uppercased(), name: name) { return answer }
    if let lines = Self.fixed[command.uppercased()] { return (lines, .ok) }
    if Self.accepted.contains(where: { command.uppercased().hasPrefix($0) }) { return ([], .ok) }
    if let answer = basic(command) { return answer }
    let argument = command.split(separator: "=", maxSplits: 1).dropFirst().first.map(String.init)
    if command.hasSuffix("=?") { return Self.isKnown(name) ? ([], .ok) : ([], .notSupported) }
    return argument.map { set(name, to: $0) } ?? query(name)
  }

  /// What only modems of this personality answer.
  private func makersAnswer(to command: String, name: String) -> Answer? {
    if let name = personality.iccidNames[command] {
      return withSIM { ["\(name): \(sim?.iccid ?? "")"] }
    }
    if let reading = personality.tries[command] { return tries(name, reading) }
    if command == personality.cellQuery { return (["\(name): 1,\"1A2B\",\"0000C0DE\""], .ok) }
    if command == personality.powerOff {
      sayFarewell()
      return ([], .silent)
    }
    if personality.simDetection.contains(name) {
      settings.detection.insert(name)
      return ([], .ok)
    }
    return nil
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
    case "+CPIN": simStateAnswer
    case "+CSQ": (["+CSQ: \(signalCode),99"], .ok)
    case "+CESQ": (["+CESQ: \(extendedSignal)"], .ok)
    case "+CGACT": (contexts.sorted { $0.key < $1.key }.map(activity), .ok)
    case "+CGDCONT": (contexts.sorted { $0.key < $1.key }.map(definition), .ok)
    case "+CREG", "+CGREG", "+CEREG": registrationAnswer(name)
    case "+COPS": (["+COPS: \(operatorText)"], .ok)
    case "+CGATT": (["+CGATT: \(isRegistered && isAttached ? 1 : 0)"], .ok)
    case "+CMEE": (["+CMEE: \(settings.errorMode)"], .ok)
    case "+CFUN": (["+CFUN: \(settings.functionality)"], .ok)
    case "+CGSN": ([imei], .ok)
    case "+CIMI": withOpenSIM { [$0.imsi] }
    case "+CNUM": withOpenSIM { _ in [] }
    default: ([], .notSupported)
    }
  }

  private func set(_ name: String, to argument: String) -> Answer {
    let numbers = argument.split(separator: ",").map { Int($0) }
    let first = numbers.first.flatMap { $0 }
    switch (name, first) {
    case ("+CMEE", .some(0...2)): settings.errorMode = first ?? 0
    case ("+CFUN", .some(1)) where numbers.count > 1: restart()
    case ("+CFUN", .some(0...4)): settings.functionality = first ?? 1
    case ("+CGEREP", .some(0...2)): settings.reportsPacketEvents = first != 0
    case ("+CGDCONT", .some(1...16)), ("+CGACT", .some(0...1)):
      return changeContext(name, argument, numbers)
    case ("+CGPADDR", .some(1...16)):
      let number = first ?? 1
      let address = contexts[number]?.isActive == true ? ",\"10.0.0.\(number)\"" : ""
      return (contexts[number] == nil ? [] : ["+CGPADDR: \(number)\(address)"], .ok)
    case ("+CMGS", _):
      settings.isPrompting = true
      return ([], .prompt)
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

  /// In LTE the power of the reference symbols is less by what the whole band has.
  private var extendedSignal: String {
    guard let signal else { return "99,99,255,255,255,255" }
    switch cell {
    case .gsm: return "\(min(63, max(0, signal + 111))),99,255,255,255,255"
    case .utran: return "99,99,\(min(96, max(0, signal + 121))),255,255,255"
    case .lte: return "99,99,255,255,20,\(min(97, max(0, signal - 22 + 141)))"
    }
  }

  private func activity(_ number: Int, _ context: Context) -> String {
    "+CGACT: \(number),\(context.isActive && isRegistered && isAttached ? 1 : 0)"
  }

  private func definition(_ number: Int, _ context: Context) -> String {
    "+CGDCONT: \(number),\"IP\",\"\(context.accessPoint)\",\"0.0.0.0\",0,0"
  }

  private func changeContext(_ name: String, _ argument: String, _ numbers: [Int?]) -> Answer {
    if name == "+CGACT" {
      let number = numbers.dropFirst().first.flatMap { $0 } ?? 1
      guard contexts[number] != nil else { return ([], .equipmentError(100)) }
      contexts[number]?.isActive = numbers.first == 1
      return ([], .ok)
    }
    let words = argument.split(separator: ",").map { String($0.filter { $0 != "\"" }) }
    guard let number = numbers.first.flatMap({ $0 }) else { return ([], .error) }
    guard words.count >= 3 else {
      contexts[number] = nil
      return ([], .ok)
    }
    contexts[number] = Context(accessPoint: words[2], isActive: false)
    return ([], .ok)
  }

  private var simStateAnswer: Answer {
    if sim == nil, let text = personality.emptyHolder { return (["+CPIN: \(text)"], .ok) }
    return withSIM { ["+CPIN: \(pinState ?? "NOT READY")"] }
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
}
