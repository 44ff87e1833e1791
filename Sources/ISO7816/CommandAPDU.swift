import Octets

/// A command to a card in its short form.
///
/// On the wire: CLA INS P1 P2, then Lc and data when there are data, then Le when an answer is
/// expected (00 asks for up to 256 bytes). Source: ISO/IEC 7816-4, 5.1; EMV 4.3 Book 3, 6.3.
package struct CommandAPDU: Hashable, Sendable {
  /// The class.
  package let classByte: UInt8
  /// The instruction.
  package let instruction: UInt8
  /// The first parameter.
  package let parameter1: UInt8
  /// The second parameter.
  package let parameter2: UInt8
  /// 0 to 255 bytes.
  package let data: [UInt8]
  /// How many bytes the answer may have at most, 1 to 256; nil when none is expected.
  package let expectedByteCount: Int?

  /// The most bytes that `data` may have.
  package static let dataLimit = 255

  /// Puts a command together; nil when data or expectation do not fit the short form.
  package init?(
    classByte: UInt8, instruction: UInt8, parameter1: UInt8, parameter2: UInt8,
    data: [UInt8] = [], expectedByteCount: Int? = nil
  ) {
    guard data.count <= Self.dataLimit, (1...256).contains(expectedByteCount ?? 1) else {
      return nil
    }
    self.classByte = classByte
    self.instruction = instruction
    self.parameter1 = parameter1
    self.parameter2 = parameter2
    self.data = data
    self.expectedByteCount = expectedByteCount
  }

  /// Reads a command; nil when the bytes are no command in the short form.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count >= 4 else { return nil }
    let body = bytes[4...]
    var data: [UInt8] = []
    var expected: UInt8?
    if body.count == 1 {
      expected = body.first
    } else if let count = body.first.map(Int.init) {
      guard count > 0, body.count == 1 + count || body.count == 2 + count else { return nil }
      data = Array(body.dropFirst().prefix(count))
      expected = body.count == 2 + count ? body.last : nil
    }
    self.init(
      classByte: bytes[0], instruction: bytes[1], parameter1: bytes[2], parameter2: bytes[3],
      data: data, expectedByteCount: expected.map { $0 == 0 ? 256 : Int($0) })
  }

  /// The bytes that go to the card.
  package var bytes: [UInt8] {
    var bytes = [classByte, instruction, parameter1, parameter2]
    if !data.isEmpty { bytes += [UInt8(data.count)] + data }
    if let expectedByteCount { bytes.append(UInt8(expectedByteCount & 0xFF)) }
    return bytes
  }
}

extension CommandAPDU: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The header and the number of data bytes, never the data: they may hold a PIN.
  package var description: String {
    Hexadecimal.text([classByte, instruction, parameter1, parameter2]) + " + \(data.count) bytes"
  }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
