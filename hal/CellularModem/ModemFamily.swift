import ATCommands

/// In what the modules of one maker and generation differ from the standard.
///
/// Source: 3GPP TS 27.007 for `generic`; the makers' AT manuals for the others.
package struct ModemFamily: Hashable, Sendable {
  /// What a board profile calls it.
  package let name: String
  /// Commands that tell the ICCID, the best first; the SIM's own file comes after them.
  let iccidCommands: [ATCommand.ICCIDCommand]
  /// Registrations that the module knows.
  let domains: [RegistrationDomain]
  /// Whether a SIM that is "not ready" is not there.
  let notReadyMeansAbsent: Bool
  /// How long the module needs between an answer and the next command.
  let commandGap: Duration

  /// The family of that name; nil when there is none.
  package init?(name: String) {
    guard let family = Self.all.first(where: { $0.name == name }) else { return nil }
    self = family
  }

  private init(
    _ name: String, _ iccidCommands: [ATCommand.ICCIDCommand],
    _ domains: [RegistrationDomain] = RegistrationDomain.allCases,
    notReadyMeansAbsent: Bool = false, commandGap: Duration = .milliseconds(5)
  ) {
    self.name = name
    self.iccidCommands = iccidCommands
    self.domains = domains
    self.notReadyMeansAbsent = notReadyMeansAbsent
    self.commandGap = commandGap
  }

  /// Nothing but the standard.
  package static let generic = ModemFamily("generic", [])

  private static let secondGeneration: [RegistrationDomain] = [.circuitSwitched, .packetSwitched]

  /// The families that a profile may name.
  package static let all = [
    generic,
    ModemFamily(
      "simcom2g", [.ccid], secondGeneration, notReadyMeansAbsent: true,
      commandGap: .milliseconds(50)),
    ModemFamily("simcom4g", [.iccid, .ciccid], notReadyMeansAbsent: true),
    ModemFamily("quectel2g", [.qccid, .ccid], secondGeneration, commandGap: .milliseconds(50)),
    ModemFamily("quectel4g", [.qccid]),
    ModemFamily("neoway", [.ccid], commandGap: .milliseconds(20)),
  ]
}
