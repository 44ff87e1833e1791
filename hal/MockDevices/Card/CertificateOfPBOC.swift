package import PaymentCryptography

/// Certificates and signatures with SM2, as PBOC cards carry them: nothing is recovered.
///
/// Source: JR/T 0025.17; EMV reference section 11.
package enum CertificateOfPBOC {
  /// An issuer's key, for tag 90; `identifier` is four bytes, `expiry` MMYY, `serialNumber` three.
  package static func issuer(
    identifier: [UInt8], expiry: [UInt8] = [0x12, 0x49], serialNumber: [UInt8] = [0, 0, 1],
    key: CurveKeyPair, by authority: CurveKeyPair, spoiling: CertificateSpoiling? = nil
  ) throws(CryptographyError) -> [UInt8] {
    let message =
      [format(0x12, spoiling)] + filled(identifier, 4) + expiry + serialNumber
      + parameters(spoiling) + key.publicKey
    return message + (try signature(message, by: authority, spoiling))
  }

  /// A card's key, for tag 9F46; `pan` is the value of tag 5A.
  package static func card(
    pan: [UInt8], expiry: [UInt8] = [0x12, 0x49], serialNumber: [UInt8] = [0, 0, 1],
    staticData: [UInt8], key: CurveKeyPair, by issuer: CurveKeyPair,
    spoiling: CertificateSpoiling? = nil
  ) throws(CryptographyError) -> [UInt8] {
    let message =
      [format(0x14, spoiling)] + filled(pan, 10) + expiry + serialNumber + parameters(spoiling)
      + key.publicKey
    return message + (try signature(message + staticData, by: issuer, spoiling))
  }

  /// An issuer's signature over static data, for tag 93.
  package static func staticData(
    _ staticData: [UInt8], code: [UInt8], by issuer: CurveKeyPair,
    spoiling: CertificateSpoiling? = nil
  ) throws(CryptographyError) -> [UInt8] {
    let message = [format(0x13, spoiling)] + code
    return message + (try signature(message + staticData, by: issuer, spoiling))
  }

  /// A card's signature over its own dynamic data and the terminal's, for tag 9F4B.
  ///
  /// The card's data are those of `CertificateSignature`, with SM3 for the hash of a transaction.
  package static func dynamicData(
    _ cardData: [UInt8], terminalData: [UInt8], by card: CurveKeyPair,
    spoiling: CertificateSpoiling? = nil
  ) throws(CryptographyError) -> [UInt8] {
    let message =
      [format(0x15, spoiling), UInt8(truncatingIfNeeded: cardData.count)] + cardData
    return message + (try signature(message + terminalData, by: card, spoiling))
  }

  private static func format(_ format: UInt8, _ spoiling: CertificateSpoiling?) -> UInt8 {
    spoiling == .format ? 0x0F : format
  }

  /// Signature algorithm 04, no encipherment, curve parameters 11, 64 bytes of key.
  private static func parameters(_ spoiling: CertificateSpoiling?) -> [UInt8] {
    [
      spoiling == .keyAlgorithm ? 0x7F : 0x04, 0x00, spoiling == .digestAlgorithm ? 0x7F : 0x11,
      spoiling == .keyLength ? 0x41 : 0x40,
    ]
  }

  private static func filled(_ digits: [UInt8], _ byteCount: Int) -> [UInt8] {
    Array((digits + Array(repeating: 0xFF, count: byteCount)).prefix(byteCount))
  }

  private static func signature(
    _ message: [UInt8], by signer: CurveKeyPair, _ spoiling: CertificateSpoiling?
  ) throws(CryptographyError) -> [UInt8] {
    var signature = try signer.sign(message)
    if spoiling == .digest { signature[0] ^= 1 }
    if spoiling == .length { signature.removeLast() }
    return signature
  }
}
