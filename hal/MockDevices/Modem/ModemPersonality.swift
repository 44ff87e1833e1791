package import ATCommands

/// What sets an emulated modem apart from others: how its maker has it talk.
///
/// It is made of the family's own data, so that a new family's file brings its emulation along.
package struct ModemPersonality: Hashable, Sendable {
  /// Lines after power-on and restart.
  package var greeting: [String]
  /// The makers' commands for the ICCID, and the names in their answers.
  package var iccidNames: [String: String]
  /// Whether LTE is known.
  package var knowsLTE: Bool
  /// What a holder without a SIM is called; nil is `+CME ERROR: 10`.
  package var emptyHolder: String?
  /// The command for the tries left, without what follows its name, and how it is answered.
  package var tries: [String: TriesQuery.Reading]
  /// Commands that turn the report of the holder's switch on; all of them are needed.
  package var simDetection: Set<String>
  /// What is said when a SIM is put in.
  package var simInserted: String?
  /// What is said when the SIM is taken out.
  package var simRemoved: String?
  /// The command that switches off.
  package var powerOff: String?
  /// What is said then.
  package var farewell: String
  /// The question for details of the cell.
  package var cellQuery: String?
  /// How long it needs between an answer and the next command.
  package var commandGap: Duration

  /// A modem of the family.
  package init(_ family: ModemFamily) {
    let codes = family.codes
    greeting = codes.started.prefix(1) + codes.progress.filter { !$0.hasSuffix("*") }
    knowsLTE = family.domains.contains(.evolvedPacket)
    emptyHolder = family.notReadyMeansAbsent ? "NOT INSERTED" : nil
    simDetection = Set((family.simDetection ?? []).map(Self.name))
    simInserted = codes.simInserted.first.map(Self.withoutRest)
    simRemoved = codes.simRemoved.first.map(Self.withoutRest)
    powerOff = family.powerOff?.body
    farewell = codes.poweringDown.first.map(Self.withoutRest) ?? ""
    cellQuery = family.cellQuery?.body
    commandGap = family.commandGap
    iccidNames = [:]
    for query in family.iccidQueries {
      if case .number(let name, _) = query.expectation { iccidNames[query.body] = name }
    }
    tries = [:]
    for query in family.tries { tries[query.command.body] = query.reading }
  }

  /// A modem that keeps to the standard, and knows the makers' commands for the ICCID too.
  package static let standard: ModemPersonality = {
    var personality = ModemPersonality(.generic)
    personality.iccidNames = [
      "+CCID": "+CCID", "+QCCID": "+QCCID", "+ICCID": "+ICCID", "+CICCID": "+ICCID",
    ]
    return personality
  }()

  private static func withoutRest(_ pattern: String) -> String {
    pattern.hasSuffix("*") ? String(pattern.dropLast()) : pattern
  }

  private static func name(_ command: String) -> String {
    String(command.prefix { $0 != "=" && $0 != "?" })
  }
}
