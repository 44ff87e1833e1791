import ISO7816

/// One command to a card and what it answered; a text of it shows only headers and status words.
package struct CardExchange: Hashable, Sendable {
  /// The command, without the data of one that carries a PIN.
  package let command: [UInt8]
  /// The answer with its status word; nil when none came.
  package let response: [UInt8]?

  /// Puts an exchange together.
  package init(command: [UInt8], response: [UInt8]?) {
    self.command = command
    self.response = response
  }
}

extension CardExchange: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String {
    let header = CommandAPDU(command).map(\.description) ?? "no command"
    guard let response = response.flatMap({ ResponseAPDU($0) }) else { return "\(header): nothing" }
    return "\(header): \(response.data.count) bytes, \(response.status)"
  }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
