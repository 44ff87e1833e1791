/// Text in base 16, the form in which people read and write bytes.
package enum Hexadecimal {
  /// Where and why a text is not hexadecimal.
  package enum ParsingError: Error, Hashable, Sendable {
    /// A character that is no hexadecimal digit; the offset counts characters from 0.
    case notADigit(offset: Int)
    /// The digits do not pair up; the count is the number of digits found.
    case oddDigitCount(Int)
  }

  /// The bytes as upper-case digits without separators.
  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    var characters: [UInt8] = []
    for byte in bytes {
      characters.append(digit(byte >> 4))
      characters.append(digit(byte & 0x0F))
    }
    return String(decoding: characters, as: UTF8.self)
  }

  /// Reads digits of either case; white space between them is skipped.
  package static func bytes(_ text: some StringProtocol) throws(ParsingError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count / 2)
    var high: UInt8?
    var offset = 0
    for character in text.utf8 {
      defer { offset += 1 }
      if character == 0x20 || (0x09...0x0D).contains(character) { continue }
      guard let value = value(ofDigit: character) else { throw .notADigit(offset: offset) }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    if high != nil { throw .oddDigitCount(bytes.count * 2 + 1) }
    return bytes
  }

  /// The upper-case ASCII digit of a nibble; only the low four bits of `nibble` count.
  package static func digit(_ nibble: UInt8) -> UInt8 {
    let nibble = nibble & 0x0F
    return nibble < 10 ? 0x30 + nibble : 0x37 + nibble
  }

  /// The value of an ASCII digit of either case, or nil.
  package static func value(ofDigit character: UInt8) -> UInt8? {
    switch character {
    case 0x30...0x39: character - 0x30
    case 0x41...0x46: character - 0x37
    case 0x61...0x66: character - 0x57
    default: nil
    }
  }
}
