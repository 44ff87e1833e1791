/// What a modem answered to one command.
package struct ATAnswer: Hashable, Sendable {
  /// The lines before the final result that belong to it.
  package let information: [String]
  /// How it ended.
  package let result: FinalResult
  /// Whether the modem said so with a digit: it has lost the setting that asks for words.
  package let isNumeric: Bool

  /// Puts an answer together.
  package init(information: [String] = [], result: FinalResult, isNumeric: Bool = false) {
    self.information = information
    self.result = result
    self.isNumeric = isNumeric
  }

  /// The last of the lines that `read` understands, when the command succeeded.
  package func value<Value>(_ read: (InformationLine) -> Value?) -> Value? {
    guard result == .ok else { return nil }
    return information.compactMap { InformationLine($0).flatMap(read) }.last
  }
}

/// A talk with a modem: one command at a time, with unasked lines anywhere in between.
///
/// It tells apart by what each command may be answered: an echo, a line that came unasked and a
/// late answer to an earlier command never become the answer to the present one. Only a late
/// *error* can't be told; so after a command was abandoned, the caller asks `.attention` until
/// `OK`, and then `.errorMode`, whose answer proves that all earlier ones have passed.
package struct ATConversation: Hashable, Sendable {
  /// What the modem said.
  package enum Event: Hashable, Sendable {
    /// The answer to the command under way, which is over now.
    case answered(ATAnswer)
    /// Something that nobody had asked for, or asked for too long ago.
    case unsolicited(UnsolicitedCode)
    /// The modem waits for a text that nobody means to send, and takes commands for it.
    case prompted
  }

  /// Lines of one answer that are kept; more are dropped.
  package static let informationLimit = 64

  private let table: UnsolicitedTable
  private var reader = LineReader()
  private var command: ATCommand?
  private var information: [String] = []

  /// Starts with no command under way; `table` says what the module sends unasked.
  package init(table: UnsolicitedTable = UnsolicitedTable()) { self.table = table }

  /// Whether a command waits for its final result.
  package var isAwaitingResult: Bool { command != nil }

  /// Starts a command and gives the bytes to send; one that was under way is abandoned.
  package mutating func begin(_ command: ATCommand) -> [UInt8] {
    self.command = command
    information = []
    return command.bytes
  }

  /// Gives the command under way up: its answer, when it comes, is nobody's.
  package mutating func abandon() { command = nil }

  /// Takes bytes, in any pieces, and says what they meant.
  package mutating func receive(_ bytes: some Sequence<UInt8>) -> [Event] {
    var events: [Event] = []
    for byte in bytes {
      if let line = reader.receive(byte), let event = take(line) { events.append(event) }
    }
    return events
  }

  private mutating func take(_ line: String) -> Event? {
    if line == LineReader.prompt { return .prompted }
    if isEcho(line) { return nil }
    guard let command else { return unsolicited(line) }
    if let (result, isNumeric) = finalResult(line, of: command) {
      self.command = nil
      return .answered(
        ATAnswer(information: information, result: result, isNumeric: isNumeric))
    }
    guard command.accepts(line), FinalResult(line: line) == nil, !isOwnWord(line) else {
      return unsolicited(line)
    }
    if information.count < Self.informationLimit { information.append(line) }
    return nil
  }

  /// Free text is whatever comes, but not what modems are known to say on their own.
  private func isOwnWord(_ line: String) -> Bool {
    guard command?.expectation == .freeText else { return false }
    if case .other = UnsolicitedCode(line: line, table: table) { return false }
    return true
  }

  private func unsolicited(_ line: String) -> Event {
    .unsolicited(UnsolicitedCode(line: line, table: table))
  }

  private func finalResult(_ line: String, of command: ATCommand) -> (FinalResult, Bool)? {
    var result = FinalResult(line: line)
    var isNumeric = false
    // Only a setting is asked while the modem may still answer in digits.
    if result == nil, command.expectation == .nothing {
      result = FinalResult(numericLine: line)
      isNumeric = true
    }
    guard let result else { return nil }
    if result.concernsCall, command.expectation != .call { return nil }
    if result == .ok, command.requiresInformation, information.isEmpty { return nil }
    return (result, isNumeric)
  }

  /// No answer begins with AT; noise may stand before an echo.
  private func isEcho(_ line: String) -> Bool {
    if line.hasPrefix("AT") { return true }
    guard let command, !command.body.isEmpty else { return false }
    return line.hasSuffix(command.line)
  }
}
