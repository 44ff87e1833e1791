/// The master keys with which a bank protects the commands that it sends to a test card.
package struct ScriptKeys: Hashable, Sendable {
  /// For the codes of commands, 16 bytes.
  package var integrity: [UInt8]
  /// To encipher data, 16 bytes.
  package var confidentiality: [UInt8]

  /// Takes keys; without arguments those of a bank that exists only here.
  package init(
    integrity: [UInt8] = [UInt8](repeating: 0x49, count: 16),
    confidentiality: [UInt8] = [UInt8](repeating: 0x43, count: 16)
  ) {
    self.integrity = integrity
    self.confidentiality = confidentiality
  }
}

extension ScriptKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "test keys for scripts" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
