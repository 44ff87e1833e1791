/// The clear PIN block of ISO 9564-1 format 0, the same as ANSI X9.8.
///
/// Eight bytes: a nibble 0, the PIN's length, its digits, F to the end; exclusive-or with four zero
/// nibbles and the twelve PAN digits left of the check digit. Whoever holds a clear block wipes it.
/// Source: ISO 9564-1, clause 9.3.2; UnionPay reference 4.2.
package enum PINBlock {
  /// How many digits a PIN may have (ISO 9564-1, clause 8.1).
  package static let allowedDigitCounts = 4...12

  /// Puts a block together from ASCII digits; no PAN means that zeros take its place.
  ///
  /// A PAN shorter than 13 digits is filled with zeros on its left.
  package static func clear(
    pinDigits: [UInt8], panDigits: [UInt8]?
  ) throws(CryptographyError) -> [UInt8] {
    guard allowedDigitCounts.contains(pinDigits.count) else {
      throw .badInputLength(pinDigits.count)
    }
    try requireDigits(pinDigits)
    var nibbles: [UInt8] = [0, UInt8(pinDigits.count)]
    nibbles += pinDigits.map { $0 - 0x30 }
    nibbles += Array(repeating: 0x0F, count: 16 - nibbles.count)
    let pan = try panBlock(panDigits)
    return (0..<8).map { (nibbles[$0 * 2] << 4 | nibbles[$0 * 2 + 1]) ^ pan[$0] }
  }

  /// The ASCII digits in a clear block; nil when it is no block of format 0 for this PAN.
  package static func pinDigits(clear: [UInt8], panDigits: [UInt8]?) -> [UInt8]? {
    guard clear.count == 8, let pan = try? panBlock(panDigits) else { return nil }
    let nibbles = zip(clear, pan).flatMap { [($0 ^ $1) >> 4, ($0 ^ $1) & 0x0F] }
    let count = Int(nibbles[1])
    guard nibbles[0] == 0, allowedDigitCounts.contains(count) else { return nil }
    let digits = nibbles[2..<2 + count]
    guard digits.allSatisfy({ $0 <= 9 }), nibbles[(2 + count)...].allSatisfy({ $0 == 0x0F })
    else { return nil }
    return digits.map { 0x30 + $0 }
  }

  /// The plaintext block for a card's VERIFY command (ISO 9564-1 format 2) from ASCII digits.
  ///
  /// Eight bytes: a nibble 2, the PIN's length, its digits, F to the end. Source: ISO 9564-1,
  /// clause 9.3.4; EMV 4.3 Book 3, table 25.
  package static func forCard(pinDigits: [UInt8]) throws(CryptographyError) -> [UInt8] {
    guard allowedDigitCounts.contains(pinDigits.count) else {
      throw .badInputLength(pinDigits.count)
    }
    try requireDigits(pinDigits)
    var block = [UInt8](repeating: 0xFF, count: 8)
    block[0] = 0x20 | UInt8(pinDigits.count)
    for (index, digit) in pinDigits.enumerated() {
      let value = digit - 0x30
      let place = 1 + index / 2
      block[place] = index % 2 == 0 ? value << 4 | 0x0F : block[place] & 0xF0 | value
    }
    return block
  }

  private static func panBlock(_ panDigits: [UInt8]?) throws(CryptographyError) -> [UInt8] {
    guard let panDigits else { return [UInt8](repeating: 0, count: 8) }
    guard (8...19).contains(panDigits.count) else { throw .badInputLength(panDigits.count) }
    try requireDigits(panDigits)
    let digits = panDigits.dropLast().suffix(12).map { $0 - 0x30 }
    let nibbles = Array(repeating: 0, count: 16 - digits.count) + digits
    return (0..<8).map { nibbles[$0 * 2] << 4 | nibbles[$0 * 2 + 1] }
  }

  private static func requireDigits(_ characters: [UInt8]) throws(CryptographyError) {
    let offset = characters.firstIndex { !(0x30...0x39).contains($0) }
    if let offset { throw .badInputCharacter(offset: offset) }
  }
}
