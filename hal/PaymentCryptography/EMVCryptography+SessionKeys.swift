// Keys of one transaction, from the card's key. Each is 16 bytes, without regard to parity.
extension EMVCryptography {
  /// The common session key, for cryptograms: from the transaction counter and zeros.
  ///
  /// Source: EMV 4.3 Book 2, A1.3.
  package static func commonSessionKey(
    cardMasterKey: [UInt8], applicationTransactionCounter counter: UInt16
  ) throws(CryptographyError) -> [UInt8] {
    try commonSessionKey(
      cardMasterKey: cardMasterKey,
      diversification: [UInt8(counter >> 8), UInt8(counter & 0xFF), 0, 0, 0, 0, 0, 0])
  }

  /// The common session key, for scripts with the first cryptogram as `diversification`.
  ///
  /// The third of its eight bytes becomes F0 for the left half of the key and 0F for the right.
  /// Source: EMV 4.3 Book 2, A1.3.1.
  package static func commonSessionKey(
    cardMasterKey: [UInt8], diversification: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard cardMasterKey.count == 16 else { throw .badKeyLength(cardMasterKey.count) }
    guard diversification.count == 8 else { throw .badInputLength(diversification.count) }
    var (left, right) = (diversification, diversification)
    left[2] = 0xF0
    right[2] = 0x0F
    return try TripleDES.encryptECB(left + right, key: cardMasterKey)
  }

  /// The session key of MasterCard's own scheme: from the counter and the terminal's number.
  ///
  /// `unpredictableNumber` is the four bytes of tag 9F37. Source: EMV reference section 10.
  package static func masterCardSessionKey(
    cardMasterKey: [UInt8], applicationTransactionCounter counter: UInt16,
    unpredictableNumber: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard unpredictableNumber.count == 4 else {
      throw .badInputLength(unpredictableNumber.count)
    }
    return try commonSessionKey(
      cardMasterKey: cardMasterKey,
      diversification: [UInt8(counter >> 8), UInt8(counter & 0xFF), 0, 0] + unpredictableNumber)
  }

  /// Visa's and PBOC's session key for scripts: the counter added to the end of each half.
  ///
  /// The right half takes the complement of the counter; then parity is made odd. Source: EMV
  /// reference section 10.
  package static func counterSessionKey(
    cardMasterKey: [UInt8], applicationTransactionCounter counter: UInt16
  ) throws(CryptographyError) -> [UInt8] {
    guard cardMasterKey.count == 16 else { throw .badKeyLength(cardMasterKey.count) }
    var key = cardMasterKey
    for (offset, number) in [(6, counter), (14, ~counter)] {
      key[offset] ^= UInt8(number >> 8)
      key[offset + 1] ^= UInt8(number & 0xFF)
    }
    return key.map { $0.nonzeroBitCount % 2 == 1 ? $0 : $0 ^ 1 }
  }

  /// The issuer's answer to a cryptogram (ARPC), method 2; 4 bytes.
  ///
  /// `statusUpdate` is the four bytes of CSU, `proprietary` 0 to 8 bytes; the card is sent the
  /// result, then both. Source: EMV 4.3 Book 2, 8.2.2.
  package static func authorizationResponseCryptogram(
    sessionKey: [UInt8], cryptogram: [UInt8], statusUpdate: [UInt8], proprietary: [UInt8] = []
  ) throws(CryptographyError) -> [UInt8] {
    guard cryptogram.count == 8 else { throw .badInputLength(cryptogram.count) }
    guard statusUpdate.count == 4 else { throw .badInputLength(statusUpdate.count) }
    guard proprietary.count <= 8 else { throw .badInputLength(proprietary.count) }
    let code = try MessageAuthentication.algorithm3(
      cryptogram + statusUpdate + proprietary, key: sessionKey, padding: .method2)
    return Array(code.prefix(4))
  }

  /// The code at the end of an issuer's command to the card; 8 bytes, of which 4 to 8 are sent.
  ///
  /// `header` is CLA INS P1 P2 Lc as sent, with the code counted in Lc; then come the counter, the
  /// first cryptogram and the data, enciphered where they are. Source: EMV 4.3 Book 2, 9.2.
  package static func scriptAuthenticationCode(
    sessionKey: [UInt8], header: [UInt8], applicationTransactionCounter counter: UInt16,
    cryptogram: [UInt8], data: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard header.count == 5 else { throw .badInputLength(header.count) }
    guard cryptogram.count == 8 else { throw .badInputLength(cryptogram.count) }
    let message = header + [UInt8(counter >> 8), UInt8(counter & 0xFF)] + cryptogram + data
    return try MessageAuthentication.algorithm3(message, key: sessionKey, padding: .method2)
  }
}
