/// In what the modules of one maker and generation differ from the standard: data, not code.
///
/// Everything has the standard's value until a family's file says otherwise
/// (`board-profiles/modems/NAME.yaml`).
/// Source: 3GPP TS 27.007 for the standard; each file names its own.
package struct ModemFamily: Hashable, Sendable {
  /// What a board profile calls it.
  package var name: String
  /// How long the module needs between an answer and the next command.
  package var commandGap = Duration.milliseconds(5)
  /// Registrations that the module knows.
  package var domains = RegistrationDomain.allCases
  /// How long commands may take that differ from what `ATCommand` allows.
  package var patiences: [Patience] = []
  /// Commands after the common settings; those that a module refuses, it does without.
  package var setUp: [ATCommand] = []
  /// Questions for the ICCID, the best first; the SIM's own file comes after them.
  package var iccidQueries: [ATCommand] = []
  /// Whether a SIM that is "not ready" is not there.
  package var notReadyMeansAbsent = false
  /// Questions for the tries left of PIN and PUK, the best first.
  package var tries: [TriesQuery] = [.standard]
  /// Commands that have the holder's switch reported; nil when the module has no such report.
  ///
  /// `${level}` stands for the board's level of an occupied holder, 0 or 1.
  package var simDetection: [String]?
  /// What the module says without being asked.
  package var codes = UnsolicitedTable()
  /// The command that switches it off; nil when only `+CFUN=0` and the power key do.
  package var powerOff: ATCommand?
  /// A question for details of the cell; nil when there is none.
  package var cellQuery: ATCommand?
  /// How long the power key is held and how long the module then takes.
  package var power = PowerTiming()
  /// The speeds to try when the profile leaves the speed to the driver, the likeliest first.
  package var bauds = [115_200, 9600, 57_600, 38_400, 19_200, 230_400, 460_800, 921_600]

  /// Nothing but the standard.
  package init(name: String) { self.name = name }

  /// Nothing but the standard, under the name of its file.
  package static let generic = ModemFamily(name: "generic")

  /// How long this module may take for a command.
  ///
  /// The longest beginning that fits decides, so that `+COPS=?` may differ from `+COPS`.
  package func patience(for command: ATCommand) -> Duration {
    let fitting = patiences.filter { command.body.hasPrefix($0.command) }
    let best = fitting.max { $0.command.utf8.count < $1.command.utf8.count }
    return best?.limit ?? command.patience
  }

  /// How long commands with some beginning may take.
  package struct Patience: Hashable, Sendable {
    /// How they begin, without `AT`.
    package let command: String
    /// The most that they take.
    package let limit: Duration

    /// Puts a row together.
    package init(command: String, limit: Duration) {
      self.command = command
      self.limit = limit
    }
  }

  /// Times of the power key (PWRKEY) and the reset line.
  package struct PowerTiming: Hashable, Sendable {
    /// How long the key is held to switch on.
    package var onPulse = Duration.milliseconds(1200)
    /// How long the reset line is held.
    package var resetPulse = Duration.milliseconds(300)
    /// From the key to the first answer, at most.
    package var startTime = Duration.seconds(15)
    /// From the command to silence, at most.
    package var stopTime = Duration.seconds(15)

    /// Times that suit most modules.
    package init() {}
  }
}
