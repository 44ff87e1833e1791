import Octets
package import PaymentCryptography

/// How a test card computes its cryptograms, and its bank the answers.
///
/// Card and bank use the same value, as they use the same key. Source: EMV reference section 10;
/// EMV 4.3 Book 2, 8; JR/T 0025 (PBOC 3.0), parts 5 and 7.
package enum CryptogramScheme: String, Hashable, Sendable, CaseIterable {
  /// PBOC with triple DES.
  case pboc
  /// PBOC with SM4Cipher.
  case pbocSM4 = "pboc-sm4"
  /// Visa's cryptogram version 10: the card's master key signs.
  case version10 = "cvn-10"
  /// Visa's cryptogram version 18: EMV's common session key.
  case version18 = "cvn-18"

  /// What tells the bank which scheme it is: the third byte of the issuer application data.
  package var versionNumber: UInt8 {
    switch self {
    case .pboc, .pbocSM4: 0x01
    case .version10: 0x0A
    case .version18: 0x12
    }
  }

  /// The issuer application data (tag 9F10): length, key index, version, the card's verification
  /// results, and the algorithm where there are two.
  package func issuerData(keyIndex: UInt8, results: [UInt8]) -> [UInt8] {
    let algorithm: [UInt8] =
      switch self {
      case .pboc: [0x01]
      case .pbocSM4: [0x04]
      case .version10, .version18: []
      }
    let data = [keyIndex, versionNumber] + results + algorithm
    return [UInt8(truncatingIfNeeded: data.count)] + data
  }

  /// What is signed of the issuer application data.
  package func signedPart(ofIssuerData data: [UInt8]) -> [UInt8] {
    switch self {
    case .version18: data
    case .pboc, .pbocSM4, .version10: Array(data.dropFirst(3).prefix(4))
    }
  }

  /// The card's own key, from its bank's.
  package func masterKey(
    issuerMasterKey: [UInt8], panDigits: [UInt8], sequenceNumber: UInt8
  ) throws(CryptographyError) -> [UInt8] {
    guard self == .pbocSM4 else {
      return try EMVCryptography.cardMasterKey(
        issuerMasterKey: issuerMasterKey, panDigits: panDigits, sequenceNumber: sequenceNumber)
    }
    let digits = panDigits + Hexadecimal.text([sequenceNumber]).utf8
    let last = Array(repeating: 0x30, count: max(0, 16 - digits.count)) + digits.suffix(16)
    guard let left = BinaryCodedDecimal.pack(last, alignment: .right) else {
      throw .badInputLength(digits.count)
    }
    return try SM4Cipher.encryptECB(left + left.map(~), key: issuerMasterKey)
  }

  /// The key of one transaction.
  package func sessionKey(
    masterKey: [UInt8], transactionCounter counter: UInt16
  ) throws(CryptographyError) -> [UInt8] {
    switch self {
    case .pboc:
      try EMVCryptography.pbocSessionKey(
        cardMasterKey: masterKey, applicationTransactionCounter: counter)
    case .pbocSM4: try SM4Cipher.encryptECB(Self.halves(counter), key: masterKey)
    case .version10: masterKey
    case .version18:
      try EMVCryptography.commonSessionKey(
        cardMasterKey: masterKey, applicationTransactionCounter: counter)
    }
  }

  /// The application cryptogram; 8 bytes.
  package func cryptogram(sessionKey: [UInt8], data: [UInt8]) throws(CryptographyError) -> [UInt8] {
    switch self {
    case .pbocSM4:
      Array(try SM4Cipher.messageAuthenticationCode(data, key: sessionKey).prefix(8))
    case .version10:
      try MessageAuthentication.algorithm3(data, key: sessionKey, padding: .zeros)
    case .pboc, .version18:
      try MessageAuthentication.algorithm3(data, key: sessionKey, padding: .method2)
    }
  }

  /// The bank's answer to a cryptogram by method 1, over a response code of two characters.
  ///
  /// Source: EMV 4.3 Book 2, 8.2.1.
  package func responseCryptogram(
    sessionKey: [UInt8], cryptogram: [UInt8], responseCode: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard self == .pbocSM4 else {
      return try EMVCryptography.authorizationResponseCryptogram(
        sessionKey: sessionKey, cryptogram: cryptogram, responseCode: responseCode)
    }
    guard cryptogram.count == 8, responseCode.count == 2 else {
      throw .badInputLength(cryptogram.count + responseCode.count)
    }
    var block = cryptogram + [UInt8](repeating: 0, count: 8)
    block[0] ^= responseCode[0]
    block[1] ^= responseCode[1]
    return Array(try SM4Cipher.encryptECB(block, key: sessionKey).prefix(8))
  }

  /// The bank's answer to a cryptogram by method 2, over the card status update and what the bank
  /// adds; 4 bytes.
  ///
  /// Source: EMV 4.3 Book 2, 8.2.2.
  package func responseCryptogram(
    sessionKey: [UInt8], cryptogram: [UInt8], statusUpdate: [UInt8], proprietaryData: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard self == .pbocSM4 else {
      return try EMVCryptography.authorizationResponseCryptogram(
        sessionKey: sessionKey, cryptogram: cryptogram, statusUpdate: statusUpdate,
        proprietary: proprietaryData)
    }
    let data = cryptogram + statusUpdate + proprietaryData
    return Array(try SM4Cipher.messageAuthenticationCode(data, key: sessionKey).prefix(4))
  }

  /// Six zero bytes and the counter, then six zero bytes and its complement.
  private static func halves(_ counter: UInt16) -> [UInt8] {
    let zeros = [UInt8](repeating: 0, count: 6)
    let left = zeros + [UInt8(counter >> 8), UInt8(counter & 0xFF)]
    return left + zeros + left.suffix(2).map(~)
  }
}
