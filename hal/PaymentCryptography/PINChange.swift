/// The PIN in an issuer's script, before it is enciphered: 8 bytes.
///
/// Source: EMV reference section 10; ISO 9564-1, format 2.
package enum PINChange {
  /// Visa's block: length and digits, exclusive-or with a part of the card's key for cryptograms.
  ///
  /// A nibble 0, the length, the digits, F to the end; exclusive-or with four zero bytes and bytes
  /// 5 to 8 of `cardMasterKey`; with the digits of the PIN that is replaced when there are any,
  /// zeros behind them.
  package static func visaBlock(
    pinDigits: [UInt8], cardMasterKey: [UInt8], currentPINDigits: [UInt8]? = nil
  ) throws(CryptographyError) -> [UInt8] {
    guard cardMasterKey.count == 16 else { throw .badKeyLength(cardMasterKey.count) }
    var block = try PINBlock.clear(pinDigits: pinDigits, panDigits: nil)
    for index in 4..<8 { block[index] ^= cardMasterKey[index] }
    if let currentPINDigits {
      let nibbles = try PINBlock.nibbles(currentPINDigits) + Array(repeating: 0, count: 12)
      for index in 0..<8 { block[index] ^= nibbles[index * 2] << 4 | nibbles[index * 2 + 1] }
    }
    return block
  }

  /// How a script's data are filled up and enciphered.
  package enum Encipherment: Hashable, Sendable {
    /// A byte with the length in front, padding 80, each block for itself.
    case visa
    /// Padding 80 where the last block is not full, blocks chained.
    case masterCard
    /// Padding 80 in any case, blocks chained.
    case common
  }

  /// Enciphers the data of a script under a session key of 16 bytes.
  package static func encipher(
    _ data: [UInt8], sessionKey: [UInt8], _ encipherment: Encipherment
  ) throws(CryptographyError) -> [UInt8] {
    guard sessionKey.count == 16 else { throw .badKeyLength(sessionKey.count) }
    guard !data.isEmpty, data.count < 248 else { throw .badInputLength(data.count) }
    switch encipherment {
    case .visa:
      return try TripleDES.encryptECB(padded([UInt8(data.count)] + data), key: sessionKey)
    case .masterCard:
      let isFull = data.count % TripleDES.blockByteCount == 0
      return try TripleDES.encryptCBC(isFull ? data : padded(data), key: sessionKey)
    case .common: return try TripleDES.encryptCBC(padded(data), key: sessionKey)
    }
  }

  private static func padded(_ data: [UInt8]) -> [UInt8] {
    let block = data + [0x80]
    let excess = block.count % TripleDES.blockByteCount
    return excess == 0
      ? block : block + Array(repeating: 0, count: TripleDES.blockByteCount - excess)
  }
}
