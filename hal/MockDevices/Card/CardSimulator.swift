import BERTLV
package import ISO7816

/// A chip card that exists only as bytes: commands in, answers out, with real cryptograms.
///
/// It knows no reader, no loop and no transport: whoever plays the reader calls `reset` when the
/// card is powered, and `process` for each command APDU. Counters live as long as the object, as
/// they do in a real chip. Its reading of commands shares no code with the kernel but data objects.
package final class CardSimulator {
  /// What the chip is doing between a reset and the next.
  struct Session {
    var selected: Selection = .nothing
    var commandCount = 0
  }

  /// What is selected.
  enum Selection {
    case nothing
    case directory(DirectoryPersonality)
    case application(EmulatedApplication)
  }

  /// What kind of chip it is.
  package let personality: ChipPersonality
  /// Every command and its answer since the card was made, for tests to look at.
  package private(set) var exchanges: [(command: CommandAPDU, response: ResponseAPDU)] = []

  private var applications: [EmulatedApplication]
  private var rules: [AnswerRule]
  private var session: Session?
  private var lastMatch: Int?

  /// Makes a card that has never been used.
  package init(_ personality: ChipPersonality) {
    self.personality = personality
    applications = personality.applications.map { EmulatedApplication($0) }
    rules = personality.rules
  }

  /// Whether the card has been pulled, as its personality wants it; a reset puts it back.
  package var isRemoved: Bool {
    guard let limit = personality.commandsUntilRemoval, let session else { return false }
    return session.commandCount >= limit
  }

  /// Powers the card up, or resets it without taking its power; nil when it stays mute.
  package func reset(isWarm: Bool = false) -> [UInt8]? {
    session = Session()
    lastMatch = nil
    let answer =
      isWarm
      ? personality.warmAnswerToReset ?? personality.answerToReset : personality.answerToReset
    if answer == nil { session = nil }
    return answer
  }

  /// Answers one command; the answer is empty when the card is mute, unpowered or gone.
  package func process(_ command: [UInt8]) -> [UInt8] {
    guard session != nil, !isRemoved else { return [] }
    session?.commandCount += 1
    guard let apdu = CommandAPDU(command) else {
      return ResponseAPDU(status: .wrongLength).bytes
    }
    let bytes = ruledAnswer(apdu)
    exchanges.append((apdu, ResponseAPDU(bytes) ?? ResponseAPDU(status: StatusWord(0))))
    return bytes
  }

  /// The answer of the first rule that takes the command, else the card's own.
  private func ruledAnswer(_ command: CommandAPDU) -> [UInt8] {
    let title = command.title
    for index in rules.indices where rules[index].takes(title) {
      return rules[index].response { answer(command) }
    }
    if case .application(let application) = session?.selected {
      for index in application.rules.indices where application.rules[index].takes(title) {
        return application.rules[index].response { answer(command) }
      }
    }
    return answer(command).bytes
  }

  private func answer(_ command: CommandAPDU) -> ResponseAPDU {
    switch (command.classByte, command.instruction) {
    case (0x00, 0xA4): select(command)
    case (0x00, 0xB2): readRecord(command)
    default:
      switch session?.selected {
      case .application(let application): application.answer(command)
      case .directory, .nothing, nil:
        ResponseAPDU(status: .conditionsNotSatisfied)
      }
    }
  }

  /// SELECT by name.
  ///
  /// Source: EMV 4.3 Book 1, 11.3.
  private func select(_ command: CommandAPDU) -> ResponseAPDU {
    if personality.isBlocked || applications.contains(where: \.hasBlockedCard) {
      return ResponseAPDU(status: .functionNotSupported)
    }
    guard command.parameter1 == 0x04, command.parameter2 & 0xFD == 0 else {
      return ResponseAPDU(status: .wrongParameters)
    }
    if let directory = personality.directories.first(where: { $0.name == command.data }) {
      session?.selected = .directory(directory)
      return ResponseAPDU(data: directory.controlInformation, status: directory.status)
    }
    let isNext = command.parameter2 == 0x02
    let start = isNext ? (lastMatch ?? -1) + 1 : 0
    guard !command.data.isEmpty,
      let index = applications.indices.dropFirst(start).first(where: {
        applications[$0].personality.identifier.starts(with: command.data)
      })
    else {
      session?.selected = .nothing
      return ResponseAPDU(status: .fileNotFound)
    }
    lastMatch = index
    let application = applications[index]
    application.deselect()
    session?.selected = application.isBlocked ? .nothing : .application(application)
    return ResponseAPDU(
      data: application.control, status: application.isBlocked ? .blocked : .success)
  }

  /// READ RECORD.
  ///
  /// Source: EMV 4.3 Book 1, 11.2.
  private func readRecord(_ command: CommandAPDU) -> ResponseAPDU {
    guard command.parameter2 & 0x07 == 0x04, command.parameter1 > 0 else {
      return ResponseAPDU(status: .wrongParameters)
    }
    let file = command.parameter2 >> 3
    let record: [UInt8]?
    switch session?.selected {
    case .directory(let directory):
      record =
        file == directory.file
        ? directory.record(command.parameter1, of: personality.applications) : nil
    case .application(let application):
      record = application.record(file: file, number: command.parameter1)
    case .nothing, nil: return ResponseAPDU(status: .conditionsNotSatisfied)
    }
    guard let record else { return ResponseAPDU(status: .recordNotFound) }
    return ResponseAPDU(data: record, status: .success)
  }
}
