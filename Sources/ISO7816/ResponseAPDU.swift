/// A card's answer: data, then the status word.
package struct ResponseAPDU: Hashable, Sendable {
  /// 0 to 256 bytes.
  package let data: [UInt8]
  /// How it ended.
  package let status: StatusWord

  /// Puts an answer together.
  package init(data: [UInt8] = [], status: StatusWord) {
    self.data = data
    self.status = status
  }

  /// Reads an answer; nil when the bytes are fewer than the two of a status word.
  package init?(_ bytes: [UInt8]) {
    guard let sw2 = bytes.last, let sw1 = bytes.dropLast().last else { return nil }
    data = Array(bytes.dropLast(2))
    status = StatusWord(sw1: sw1, sw2: sw2)
  }

  /// The bytes that the card sends.
  package var bytes: [UInt8] { data + [status.sw1, status.sw2] }
}

extension ResponseAPDU: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The number of data bytes and the status word, never the data: they may hold a card number.
  package var description: String { "\(data.count) bytes, \(status)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
