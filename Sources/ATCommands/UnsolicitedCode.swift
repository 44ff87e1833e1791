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
  /// A packet data context changed, such as `NW DEACT`.
  case packetDomain(String)
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
  ///
  /// The family's own lines go before those of the standard.
  package init(line: String, table: UnsolicitedTable = UnsolicitedTable()) {
    if let code = table.meaning(of: line) ?? Self.words[line] {
      self = code
    } else if let information = InformationLine(line), let code = Self.reading(information) {
      self = code
    } else {
      self = .other(line)
    }
  }

  private static let words: [String: UnsolicitedCode] = [
    "RING": .ring, "NO CARRIER": .callEnded,
  ]

  private static func reading(_ line: InformationLine) -> UnsolicitedCode? {
    if let domain = RegistrationDomain(rawValue: line.name) {
      return NetworkRegistration(unsolicited: line).map { .registration(domain, $0) }
    }
    switch line.name {
    case "+CPIN": return SIMState(line).map { .sim($0) }
    case "+CSQ": return SignalQuality(line).map { .signal($0) }
    case "+CGEV": return line.text(0).map { .packetDomain($0) }
    default: return nil
    }
  }
}
