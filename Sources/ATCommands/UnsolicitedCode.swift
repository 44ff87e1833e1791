/// A line that a modem sends without being asked.
package enum UnsolicitedCode: Hashable, Sendable {
  /// A registration changed.
  case registration(RegistrationDomain, NetworkRegistration)
  /// The SIM changed its state.
  case sim(SIMState)
  /// The holder's switch: a SIM was put in or taken out.
  case simHolder(isOccupied: Bool)
  /// The signal, from modules that report it on their own.
  case signal(SignalQuality)
  /// The modem has just started, so it has forgotten its settings.
  case started
  /// One step of starting up is done, such as `Call Ready`.
  case progress(String)
  /// Somebody calls.
  case ring
  /// A call ended.
  case callEnded
  /// The modem switches itself off.
  case poweringDown
  /// The supply is out of range.
  case supplyFault(String)
  /// Anything else, such as an answer that came too late.
  case other(String)

  /// Says what a line means; every line means something.
  package init(line: String) {
    if let code = Self.words[line] {
      self = code
    } else if line.hasPrefix("UNDER-VOLTAGE") || line.hasPrefix("OVER-VOLTAGE") {
      self = .supplyFault(line)
    } else if let information = InformationLine(line), let code = Self.reading(information) {
      self = code
    } else {
      self = .other(line)
    }
  }

  private static let words: [String: UnsolicitedCode] = [
    "RDY": .started, "MODEM:STARTUP": .started, "RING": .ring, "NO CARRIER": .callEnded,
    "NORMAL POWER DOWN": .poweringDown, "POWERED DOWN": .poweringDown,
    "POWER DOWN": .poweringDown, "Call Ready": .progress("Call Ready"),
    "SMS Ready": .progress("SMS Ready"), "SMS DONE": .progress("SMS DONE"),
    "PB DONE": .progress("PB DONE"), "+PBREADY": .progress("+PBREADY"),
  ]

  private static func reading(_ line: InformationLine) -> UnsolicitedCode? {
    if let domain = RegistrationDomain(rawValue: line.name) {
      return NetworkRegistration(unsolicited: line).map { .registration(domain, $0) }
    }
    switch line.name {
    case "+CPIN": return SIMState(line).map { .sim($0) }
    case "+CSQ": return SignalQuality(line).map { .signal($0) }
    // Both tell whether reports are on, then whether a SIM is in the holder.
    case "+QSIMSTAT", "+CSMINS": return line.number(1).map { .simHolder(isOccupied: $0 == 1) }
    default: return nil
    }
  }
}
