// The clear blocks of ISO 9564-1 beside format 0. Each takes ASCII digits.
extension PINBlock {
  /// Format 1: for PINs without a card number; `fill` brings the 12 − n nibbles behind the PIN.
  ///
  /// Eight bytes: a nibble 1, the length, the digits, then what nobody can guess. `fill` is 8
  /// bytes, of which the nibbles at the block's free places count. Source: ISO 9564-1, clause
  /// 9.3.3.
  package static func clearWithoutAccount(
    pinDigits: [UInt8], fill: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard fill.count == 8 else { throw .badInputLength(fill.count) }
    let free = fill.flatMap { [$0 >> 4, $0 & 0x0F] }
    let start = try [1, UInt8(clamping: pinDigits.count)] + nibbles(pinDigits)
    return packed(start + free[start.count...])
  }

  /// Format 3: as format 0, but filled up with digits A to F that nobody can guess.
  ///
  /// `fill` is 8 bytes, of which the nibbles at the block's free places count, each A to F. Source:
  /// ISO 9564-1, clause 9.3.5.
  package static func clearWithFill(
    pinDigits: [UInt8], panDigits: [UInt8], fill: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard fill.count == 8 else { throw .badInputLength(fill.count) }
    let free = fill.flatMap { [$0 >> 4, $0 & 0x0F] }
    let start = try [3, UInt8(clamping: pinDigits.count)] + nibbles(pinDigits)
    if let offset = free[start.count...].firstIndex(where: { $0 < 0x0A }) {
      throw .badInputCharacter(offset: offset)
    }
    let account = try clear(pinDigits: [0x30, 0x30, 0x30, 0x30], panDigits: panDigits)
    let empty = try clear(pinDigits: [0x30, 0x30, 0x30, 0x30], panDigits: nil)
    let block = packed(start + free[start.count...])
    return (0..<8).map { block[$0] ^ account[$0] ^ empty[$0] }
  }

  /// Format 4: for AES, already enciphered; 16 bytes.
  ///
  /// The PIN's block (4, length, digits, A to 8 bytes, then 8 bytes `fill`) is enciphered, the
  /// account's (length over 12, digits, zeros) added, and the sum enciphered again. Source: ISO
  /// 9564-1, clause 9.4.
  package static func enciphered(
    pinDigits: [UInt8], panDigits: [UInt8], fill: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard fill.count == 8 else { throw .badInputLength(fill.count) }
    guard (8...19).contains(panDigits.count) else { throw .badInputLength(panDigits.count) }
    let start = try [4, UInt8(clamping: pinDigits.count)] + nibbles(pinDigits)
    let pin = packed(start + Array(repeating: 0x0A, count: 16 - start.count)) + fill
    let digits = try digitNibbles(panDigits)
    let padded = Array(repeating: 0, count: max(0, 12 - digits.count)) + digits
    let length = UInt8(max(0, digits.count - 12))
    let account = packed([length] + padded + Array(repeating: 0, count: 31 - padded.count))
    // Two blocks in a chain are just this: encipher, add, encipher.
    return Array(try AESCipher.encryptCBC(pin + account, key: key).suffix(16))
  }

  /// The digits of a PIN as numbers.
  static func nibbles(_ pinDigits: [UInt8]) throws(CryptographyError) -> [UInt8] {
    guard allowedDigitCounts.contains(pinDigits.count) else {
      throw .badInputLength(pinDigits.count)
    }
    return try digitNibbles(pinDigits)
  }

  private static func digitNibbles(_ characters: [UInt8]) throws(CryptographyError) -> [UInt8] {
    if let offset = characters.firstIndex(where: { !(0x30...0x39).contains($0) }) {
      throw .badInputCharacter(offset: offset)
    }
    return characters.map { $0 - 0x30 }
  }

  private static func packed(_ nibbles: [UInt8]) -> [UInt8] {
    stride(from: 0, to: nibbles.count - 1, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
  }
}
