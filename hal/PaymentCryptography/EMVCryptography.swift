import Octets

/// Keys and cryptograms of a PBOC card with triple DES.
///
/// Source: EMV 4.4 Book 2, annex A1.4; PBOC 3.0 part 17; EMV reference section 10.
package enum EMVCryptography {
  /// The card's master key, from the issuer's: 16 bytes with odd parity.
  ///
  /// Option A takes the last 16 digits of PAN and sequence number; option B, for a PAN of more than
  /// 16 digits, takes 16 digits of their SHA-1. The PAN is 8 to 19 ASCII digits; the sequence
  /// number is the byte of tag 5F34, two BCD digits, and zero when the card has none. Issuers may
  /// use option A for long PANs too: `isShort` says so.
  package static func cardMasterKey(
    issuerMasterKey: [UInt8], panDigits: [UInt8], sequenceNumber: UInt8, isShort: Bool = false
  ) throws(CryptographyError) -> [UInt8] {
    guard issuerMasterKey.count == 16 else { throw .badKeyLength(issuerMasterKey.count) }
    guard (8...19).contains(panDigits.count) else { throw .badInputLength(panDigits.count) }
    let digits =
      panDigits
      + BinaryCodedDecimal.unpack(
        [sequenceNumber], digitCount: 2, alignment: .right)
    if let offset = digits.firstIndex(where: { !(0x30...0x39).contains($0) }) {
      throw .badInputCharacter(offset: offset)
    }
    let divisor =
      panDigits.count > 16 && !isShort
      ? decimalisedDigest(of: digits)
      : Array(repeating: 0x30, count: max(0, 16 - digits.count)) + digits.suffix(16)
    guard let left = BinaryCodedDecimal.pack(divisor, alignment: .right) else {
      throw .badInputLength(divisor.count)
    }
    let key = try TripleDES.encryptECB(left + left.map(~), key: issuerMasterKey)
    return key.map { $0.nonzeroBitCount % 2 == 1 ? $0 : $0 ^ 1 }
  }

  /// The session key of one transaction: 16 bytes, without regard to parity.
  ///
  /// The card master key encrypts six zero bytes and the counter, then six zero bytes and its
  /// complement.
  package static func pbocSessionKey(
    cardMasterKey: [UInt8], applicationTransactionCounter counter: UInt16
  ) throws(CryptographyError) -> [UInt8] {
    guard cardMasterKey.count == 16 else { throw .badKeyLength(cardMasterKey.count) }
    let halves = [counter, ~counter].flatMap {
      [UInt8](repeating: 0, count: 6) + [UInt8($0 >> 8), UInt8($0 & 0xFF)]
    }
    return try TripleDES.encryptECB(halves, key: cardMasterKey)
  }

  /// The application cryptogram (ARQC, TC or AAC) over the data that the card signs; 8 bytes.
  package static func applicationCryptogram(
    sessionKey: [UInt8], data: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    try MessageAuthentication.algorithm3(data, key: sessionKey, padding: .method2)
  }

  /// The issuer's answer to a cryptogram (ARPC), method 1; 8 bytes.
  ///
  /// `responseCode` is the two ASCII characters of tag 8A. Source: EMV 4.4 Book 2, 8.2.1.
  package static func authorizationResponseCryptogram(
    sessionKey: [UInt8], cryptogram: [UInt8], responseCode: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard sessionKey.count == 16 else { throw .badKeyLength(sessionKey.count) }
    guard cryptogram.count == 8 else { throw .badInputLength(cryptogram.count) }
    guard responseCode.count == 2 else { throw .badInputLength(responseCode.count) }
    var block = cryptogram
    block[0] ^= responseCode[0]
    block[1] ^= responseCode[1]
    return try TripleDES.encryptECB(block, key: sessionKey)
  }

  /// The first 16 decimal nibbles of the digest; where there are fewer, then A to F as 0 to 5.
  private static func decimalisedDigest(of digits: [UInt8]) -> [UInt8] {
    let packed = BinaryCodedDecimal.pack(digits, alignment: .right) ?? []
    let nibbles = Digest.sha1(packed).flatMap { [$0 >> 4, $0 & 0x0F] }
    let decimals = nibbles.filter { $0 <= 9 } + nibbles.filter { $0 > 9 }.map { $0 - 10 }
    return decimals.prefix(16).map { 0x30 + $0 }
  }
}
