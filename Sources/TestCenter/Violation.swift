package import ISO8583

/// A point in which a terminal's message is not what the center's rules say.
///
/// It names the message and what was expected, and never holds a value of the message.
package struct Violation: Hashable, Sendable {
  /// Field 41, when it could be read.
  package var terminal: String?
  /// The message type, when it could be read.
  package var type: MessageType?
  /// Field 11, when it was there.
  package var traceNumber: String?
  /// The element at fault; nil for the message as a whole.
  package var element: Int?
  /// What was expected.
  package var expectation: String

  /// Describes a violation.
  package init(
    terminal: String? = nil, type: MessageType? = nil, traceNumber: String? = nil,
    element: Int? = nil, expectation: String
  ) {
    self.terminal = terminal
    self.type = type
    self.traceNumber = traceNumber
    self.element = element
    self.expectation = expectation
  }
}

extension Violation: CustomStringConvertible {
  package var description: String {
    let place = [
      terminal.map { "terminal \($0)" }, type.map { "message \($0)" },
      traceNumber.map { "trace \($0)" }, element.map { "field \($0)" },
    ]
    return (place.compactMap { $0 } + ["expected " + expectation]).joined(separator: ", ")
  }
}
