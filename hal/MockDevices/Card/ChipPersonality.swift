/// What the chip of a test card holds, and how it misbehaves.
package struct ChipPersonality: Hashable, Sendable {
  /// What it answers when it is powered up; nil for a mute chip.
  package var answerToReset: [UInt8]?
  /// What it answers when it is reset without losing power, where that differs.
  package var warmAnswerToReset: [UInt8]?
  /// Its directories, the first of them the payment system environment; none when it has none.
  package var directories: [DirectoryPersonality]
  /// Whether the whole card is blocked: every SELECT is answered 6A81.
  package var isBlocked: Bool
  /// How many commands it answers after a reset until it is pulled; nil for all.
  package var commandsUntilRemoval: Int?
  /// Its applications in the order of its directory.
  package var applications: [ApplicationPersonality]
  /// Answers in the place of its own; the first rule that takes a command wins.
  package var rules: [AnswerRule]
  /// How it gives out over T=0 what it has to say.
  package var transport: TransportHabits

  /// Puts a chip together that behaves unless told otherwise.
  package init(
    answerToReset: [UInt8]?, warmAnswerToReset: [UInt8]? = nil,
    directories: [DirectoryPersonality] = [DirectoryPersonality()], isBlocked: Bool = false,
    commandsUntilRemoval: Int? = nil, applications: [ApplicationPersonality],
    rules: [AnswerRule] = [], transport: TransportHabits = TransportHabits()
  ) {
    self.answerToReset = answerToReset
    self.warmAnswerToReset = warmAnswerToReset
    self.directories = directories
    self.isBlocked = isBlocked
    self.commandsUntilRemoval = commandsUntilRemoval
    self.applications = applications
    self.rules = rules
    self.transport = transport
  }

  /// Whether it has the directory `1PAY.SYS.DDF01`.
  package var hasDirectory: Bool {
    get { !directories.isEmpty }
    set { directories = newValue ? [DirectoryPersonality()] : [] }
  }
}
