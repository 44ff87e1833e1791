/// Decimal digits packed two to a byte.
package enum BinaryCodedDecimal {
  /// On which side the pad nibble of an odd number of digits stands.
  package enum Alignment: Hashable, Sendable {
    /// The digits fill up to the last nibble; the pad comes first.
    case right
    /// The digits start at the first nibble; the pad comes last.
    case left
  }

  /// How many bytes `digitCount` digits take.
  package static func byteCount(digitCount: Int) -> Int { (digitCount + 1) / 2 }

  /// Packs ASCII characters by their hexadecimal value, `=` as D; nil when one has none.
  package static func pack(
    _ characters: some Collection<UInt8>, alignment: Alignment, pad: UInt8 = 0
  ) -> [UInt8]? {
    var nibbles: [UInt8] = []
    nibbles.reserveCapacity(characters.count + 1)
    for character in characters {
      if character == 0x3D {
        nibbles.append(0x0D)
      } else if let value = Hexadecimal.value(ofDigit: character) {
        nibbles.append(value)
      } else {
        return nil
      }
    }
    if nibbles.count % 2 == 1 {
      if alignment == .left { nibbles.append(pad) } else { nibbles.insert(pad, at: 0) }
    }
    return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
  }

  /// The first or last `digitCount` nibbles as upper-case hexadecimal characters.
  package static func unpack(
    _ bytes: some Collection<UInt8>, digitCount: Int, alignment: Alignment
  ) -> [UInt8] {
    var characters: [UInt8] = []
    characters.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      characters.append(Hexadecimal.digit(byte >> 4))
      characters.append(Hexadecimal.digit(byte))
    }
    let count = min(max(0, digitCount), characters.count)
    return Array(alignment == .left ? characters.prefix(count) : characters.suffix(count))
  }

  /// A number as `digitCount` packed digits, right-aligned; nil when it does not fit.
  package static func pack(_ number: UInt64, digitCount: Int) -> [UInt8]? {
    let text = String(number)
    guard text.utf8.count <= digitCount else { return nil }
    let padded = Array(repeating: 0x30, count: digitCount - text.utf8.count) + Array(text.utf8)
    return pack(padded, alignment: .right)
  }

  /// The number that packed digits spell, or nil when a nibble is above 9 or it overflows.
  package static func number(_ bytes: some Collection<UInt8>) -> UInt64? {
    var number: UInt64 = 0
    for byte in bytes {
      for nibble in [byte >> 4, byte & 0x0F] {
        guard nibble <= 9 else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: 10)
        let (sum, overflow2) = product.addingReportingOverflow(UInt64(nibble))
        if overflow || overflow2 { return nil }
        number = sum
      }
    }
    return number
  }
}
