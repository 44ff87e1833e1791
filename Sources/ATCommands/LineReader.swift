/// Cuts what a modem sends into lines, in whatever pieces the bytes come.
///
/// CR and LF each end a line, so that `\r\n`, `\n`, `\r\r\n` and a bare `\r` all do. Bytes that are
/// not printable ASCII are line noise and left out; empty lines are too. A line that grows beyond
/// `lengthLimit` is dropped as a whole.
/// Source: 3GPP TS 27.007, 4.1; ITU-T V.250, 5.7.
package struct LineReader: Hashable, Sendable {
  /// The longest line that is believed, in bytes; answers to status questions stay below 200.
  package static let lengthLimit = 1024

  /// What `receive` gives for a prompt, which has no line end: the modem waits for a text.
  package static let prompt = "> "

  private var line: [UInt8] = []
  private var isOverlong = false

  /// Starts at the beginning of a line.
  package init() {}

  /// Takes one byte; gives the line that it ends, without blanks around it.
  package mutating func receive(_ byte: UInt8) -> String? {
    switch byte {
    case 0x0D, 0x0A:
      defer {
        line.removeAll(keepingCapacity: true)
        isOverlong = false
      }
      let text = Self.trimmed(line)
      return isOverlong || text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    case 0x20...0x7E:
      if line.count < Self.lengthLimit { line.append(byte) } else { isOverlong = true }
      guard byte == 0x20, line == Array(Self.prompt.utf8) else { return nil }
      line.removeAll(keepingCapacity: true)
      return Self.prompt
    default:
      return nil
    }
  }

  private static func trimmed(_ line: [UInt8]) -> ArraySlice<UInt8> {
    var rest = line[...]
    while rest.first == 0x20 { rest = rest.dropFirst() }
    while rest.last == 0x20 { rest = rest.dropLast() }
    return rest
  }
}
