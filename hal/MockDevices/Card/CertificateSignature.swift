package import PaymentCryptography

/// What an issuer or a card signs with RSA beside keys.
package enum CertificateSignature {
  /// An issuer's signature over static data, for tag 93.
  ///
  /// `code` is the two bytes that the terminal takes for tag 9F45. Source: EMV 4.3 Book 2, table 7.
  package static func staticData(
    _ staticData: [UInt8], code: [UInt8], by issuer: RSAKeyPair,
    spoiling: CertificateSpoiling? = nil
  ) throws(CryptographyError) -> [UInt8] {
    let head: [UInt8] = [
      spoiling == .format ? 0x0F : 0x03, spoiling == .digestAlgorithm ? 0x7F : 0x01,
    ]
    return try CertificateBlock.sign(
      padded(head + code, for: issuer), hashedWith: staticData, by: issuer, spoiling: spoiling)
  }

  /// A card's signature over its own dynamic data and the terminal's, for tag 9F4B.
  ///
  /// For DDA `terminalData` is what the DDOL asked for, for CDA the four bytes of tag 9F37. Source:
  /// EMV 4.3 Book 2, tables 15 and 18.
  package static func dynamicData(
    _ cardData: [UInt8], terminalData: [UInt8], by card: RSAKeyPair,
    spoiling: CertificateSpoiling? = nil
  ) throws(CryptographyError) -> [UInt8] {
    let head: [UInt8] = [
      spoiling == .format ? 0x0F : 0x05, spoiling == .digestAlgorithm ? 0x7F : 0x01,
      UInt8(truncatingIfNeeded: cardData.count),
    ]
    return try CertificateBlock.sign(
      padded(head + cardData, for: card), hashedWith: terminalData, by: card, spoiling: spoiling)
  }

  /// The card's dynamic data of DDA: its number of 2 to 8 bytes, for tag 9F4C.
  package static func dynamicNumber(_ number: [UInt8]) -> [UInt8] {
    [UInt8(truncatingIfNeeded: number.count)] + number
  }

  /// The card's dynamic data of CDA; the hash is SHA-1, with SM2 SM3.
  ///
  /// It covers what GET PROCESSING OPTIONS and each GENERATE AC brought, and the objects of the
  /// answer without 9F4B, in their order and as they are sent. Source: EMV 4.3 Book 2, 6.6.1.
  package static func combinedData(
    number: [UInt8], information: UInt8, cryptogram: [UInt8], transactionDigest: [UInt8]
  ) -> [UInt8] {
    dynamicNumber(number) + [information] + cryptogram + transactionDigest
  }

  private static func padded(
    _ contents: [UInt8], for signer: RSAKeyPair
  ) throws(CryptographyError) -> [UInt8] {
    let room = signer.modulus.count - 22
    guard contents.count <= room else { throw .badInputLength(contents.count) }
    return contents + Array(repeating: 0xBB, count: room - contents.count)
  }
}
