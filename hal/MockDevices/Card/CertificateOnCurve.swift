package import PaymentCryptography

/// Certificates and signatures over P-256 and P-521: nothing is recovered, all is plain.
///
/// Source: EMV 4.4 Book 2, 12, tables 35 to 38.
package enum CertificateOnCurve {
  /// An issuer's key, for tag 90.
  ///
  /// `identifier` is 3 to 10 PAN digits in five bytes, filled with F; `expiry` is YYYYMMDD in four
  /// bytes, `serialNumber` three.
  package static func issuer(
    identifier: [UInt8], expiry: [UInt8] = [0x20, 0x49, 0x12, 0x31],
    serialNumber: [UInt8] = [0, 0, 1], registeredProvider: [UInt8], authorityIndex: UInt8,
    key: CurveKeyPair, by authority: CurveKeyPair, spoiling: CertificateSpoiling? = nil
  ) throws(CryptographyError) -> [UInt8] {
    let digits = Array((identifier + Array(repeating: 0xFF, count: 5)).prefix(5))
    let message =
      head(0x12, spoiling) + digits + [suite(key, spoiling)] + expiry + serialNumber
      + registeredProvider + [authorityIndex] + key.publicKey
    return try signed(message, by: authority, spoiling)
  }

  /// A card's key, for tag 9F46.
  ///
  /// `staticData` is what `certifiedData` puts together, `digest` the hash over it (with P-521, one
  /// of SHA-512 makes a certificate that fits no record); `expiry` is YYYYMMDD and HHMM in six
  /// bytes, `serialNumber` six.
  package static func card(
    staticData: [UInt8], digest: EllipticCurve = .p256,
    expiry: [UInt8] = [0x20, 0x49, 0x12, 0x31, 0x23, 0x59],
    serialNumber: [UInt8] = [0, 0, 0, 0, 0, 1], key: CurveKeyPair, by issuer: CurveKeyPair,
    spoiling: CertificateSpoiling? = nil
  ) throws(CryptographyError) -> [UInt8] {
    let algorithm: UInt8 =
      spoiling == .digestAlgorithm ? 0x7F : digest == .p521 ? 0x03 : 0x02
    let message =
      head(0x14, spoiling) + [suite(key, spoiling)] + expiry + serialNumber + [0x00, algorithm]
      + digest.digest(staticData) + key.publicKey
    return try signed(message, by: issuer, spoiling)
  }

  /// What a card's certificate covers beside its key.
  ///
  /// The records as offline data authentication counts them, then profile, name of the application
  /// and list of processing options, each as an object. Source: EMV 4.4 Book 3, 10.3.
  package static func certifiedData(
    records: [UInt8], interchangeProfile: [UInt8], applicationName: [UInt8],
    processingOptionsList: [UInt8]?
  ) -> [UInt8] {
    var data = records
    func append(_ tag: [UInt8], _ value: [UInt8]) {
      data += tag + [UInt8(truncatingIfNeeded: value.count)] + value
    }
    append([0x82], interchangeProfile)
    append([0x9F, 0x06], applicationName)
    if let processingOptionsList { append([0x9F, 0x38], processingOptionsList) }
    return data
  }

  /// A card's signature over a transaction, for tag 9F4B.
  ///
  /// With the first GENERATE AC `transactionData` is what GET PROCESSING OPTIONS and it brought,
  /// with the second what that one brought alone; then the objects of the answer without 9F4B.
  /// Source: EMV 4.4 Book 2, table 37.
  package static func transaction(
    _ transactionData: [UInt8], by card: CurveKeyPair, spoiling: CertificateSpoiling? = nil
  ) throws(CryptographyError) -> [UInt8] {
    let format: UInt8 = spoiling == .format ? 0x0F : 0x15
    return [format]
      + (try signed([format] + transactionData, by: card, spoiling)).suffix(
        spoiling == .length
          ? ECSDSA.signatureByteCount(card.curve) - 1 : ECSDSA.signatureByteCount(card.curve))
  }

  private static func head(_ format: UInt8, _ spoiling: CertificateSpoiling?) -> [UInt8] {
    [spoiling == .format ? 0x0F : format, spoiling == .header ? 0xFF : 0x00]
  }

  private static func suite(_ key: CurveKeyPair, _ spoiling: CertificateSpoiling?) -> UInt8 {
    spoiling == .keyAlgorithm ? 0x7F : key.suite
  }

  private static func signed(
    _ message: [UInt8], by signer: CurveKeyPair, _ spoiling: CertificateSpoiling?
  ) throws(CryptographyError) -> [UInt8] {
    var signature = try signer.sign(message)
    if spoiling == .digest { signature[0] ^= 1 }
    if spoiling == .length { signature.removeLast() }
    return message + signature
  }
}
