package import PaymentCryptography

// Secure messaging.
extension CryptogramScheme {
  /// The key of one transaction for the commands of its scripts, from a master key for them.
  ///
  /// Source: EMV 4.3 Book 2, 9.2 and A1.3; EMV reference section 10.
  package func scriptKey(
    masterKey: [UInt8], transactionCounter counter: UInt16, cryptogram: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    switch self {
    case .pboc, .pbocSM4: return try sessionKey(masterKey: masterKey, transactionCounter: counter)
    case .version18:
      return try EMVCryptography.commonSessionKey(
        cardMasterKey: masterKey, diversification: cryptogram)
    case .version10:
      return try EMVCryptography.counterSessionKey(
        cardMasterKey: masterKey, applicationTransactionCounter: counter)
    }
  }

  /// The code of a script's command: over its five bytes of header, counter, first cryptogram and
  /// data; the first 4 bytes.
  package func scriptCode(
    key: [UInt8], header: [UInt8], transactionCounter counter: UInt16, cryptogram: [UInt8],
    data: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard self == .pbocSM4 else {
      let code = try EMVCryptography.scriptAuthenticationCode(
        sessionKey: key, header: header, applicationTransactionCounter: counter,
        cryptogram: cryptogram, data: data)
      return Array(code.prefix(4))
    }
    let message = header + [UInt8(counter >> 8), UInt8(counter & 0xFF)] + cryptogram + data
    return Array(try SM4Cipher.messageAuthenticationCode(message, key: key).prefix(4))
  }

  /// Enciphers data of a script: their length, they themselves, 80 and zeros to the end of a block.
  package func enciphered(_ data: [UInt8], key: [UInt8]) throws(CryptographyError) -> [UInt8] {
    let size = self == .pbocSM4 ? SM4Cipher.blockByteCount : TripleDES.blockByteCount
    var message = [UInt8(truncatingIfNeeded: data.count)] + data
    if message.count % size != 0 { message.append(0x80) }
    while message.count % size != 0 { message.append(0) }
    return self == .pbocSM4
      ? try SM4Cipher.encryptECB(message, key: key) : try TripleDES.encryptECB(message, key: key)
  }

  /// Reverses `enciphered`; nil when the length in front does not fit.
  package func deciphered(_ data: [UInt8], key: [UInt8]) throws(CryptographyError) -> [UInt8]? {
    let message =
      self == .pbocSM4
      ? try SM4Cipher.decryptECB(data, key: key) : try TripleDES.decryptECB(data, key: key)
    guard let count = message.first.map(Int.init), count < message.count else { return nil }
    return Array(message.dropFirst().prefix(count))
  }

  /// What a change of the PIN enciphers: the new PIN, under a part of the card's own key and, where
  /// the bank proves to know it, the old PIN.
  ///
  /// Source: EMV reference section 10 (script MAC).
  package func pinChangeBlock(new: [UInt8], old: [UInt8]?, masterKey: [UInt8]) -> [UInt8] {
    let mask = [0, 0, 0, 0] + masterKey.prefix(8).suffix(4)
    let digits = [0, UInt8(truncatingIfNeeded: new.count)] + new.map { $0 & 0x0F }
    let oldDigits = (old ?? []).map { $0 & 0x0F }
    return (0..<8).map { place in
      Self.pair(digits, place, fill: 0x0F) ^ mask[place] ^ Self.pair(oldDigits, place, fill: 0)
    }
  }

  /// Reverses `pinChangeBlock`; nil when it holds no PIN.
  package func newPIN(in block: [UInt8], old: [UInt8]?, masterKey: [UInt8]) -> [UInt8]? {
    guard block.count == 8 else { return nil }
    let empty = pinChangeBlock(new: [], old: old, masterKey: masterKey)
    // Without digits the block is 00 and then F to the end, under the same masks.
    let clear = zip(block, empty).enumerated().map { $1.0 ^ $1.1 ^ ($0 == 0 ? 0 : 0xFF) }
    let nibbles = clear.flatMap { [$0 >> 4, $0 & 0x0F] }
    let count = Int(nibbles[1])
    guard nibbles[0] == 0, (4...12).contains(count) else { return nil }
    let digits = nibbles[2..<2 + count]
    return digits.allSatisfy { $0 <= 9 } ? digits.map { 0x30 + $0 } : nil
  }

  private static func pair(_ nibbles: [UInt8], _ place: Int, fill: UInt8) -> UInt8 {
    let two = [2 * place, 2 * place + 1].map { nibbles.indices.contains($0) ? nibbles[$0] : fill }
    return two[0] << 4 | two[1]
  }
}
