/// What a modem answered to one command.
package struct ATAnswer: Hashable, Sendable {
  /// The lines before the final result that belong to it.
  package let information: [String]
  /// How it ended.
  package let result: FinalResult

  /// Puts an answer together.
  package init(information: [String] = [], result: FinalResult) {
    self.information = information
    self.result = result
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
  }

  /// Lines of one answer that are kept; more are dropped.
  package static let informationLimit = 64

  private var reader = LineReader()
  private var command: ATCommand?
  private var information: [String] = []

  /// Starts with no command under way.
  package init() {}

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
    if isEcho(line) { return nil }
    guard let command else { return .unsolicited(UnsolicitedCode(line: line)) }
    if let result = finalResult(line, of: command) {
      self.command = nil
      return .answered(ATAnswer(information: information, result: result))
    }
    guard command.accepts(line), FinalResult(line: line) == nil else {
      return .unsolicited(UnsolicitedCode(line: line))
    }
    if information.count < Self.informationLimit { information.append(line) }
    return nil
  }

  private func finalResult(_ line: String, of command: ATCommand) -> FinalResult? {
    var result = FinalResult(line: line)
    // Only a setting is asked while the modem may still answer in digits.
    if result == nil, command.expectation == .nothing { result = FinalResult(numericLine: line) }
    guard let result else { return nil }
    if result.concernsCall, command.expectation != .call { return nil }
    if result == .ok, command.requiresInformation, information.isEmpty { return nil }
    return result
  }

  /// No answer begins with AT; noise may stand before an echo.
  private func isEcho(_ line: String) -> Bool {
    if line.hasPrefix("AT") { return true }
    guard let command, !command.body.isEmpty else { return false }
    return line.hasSuffix(command.line)
  }
}
