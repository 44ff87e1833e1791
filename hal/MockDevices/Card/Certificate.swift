package import PaymentCryptography

/// A public key of an issuer or a card, to be signed by an RSA key one step above.
///
/// Source: EMV 4.3 Book 2, tables 6, 14 and 24.
///
/// ```swift
/// let issuer = Certificate.issuer(identifier: [0x62, 0x16, 0x26, 0xFF], key: issuerKey)
/// let objects = try issuer.signed(by: authorityKey)  // 90, and 92 when it does not fit
/// let card = Certificate.card(pan: pan, key: cardKey, staticData: data)
/// ```
package struct Certificate: Hashable, Sendable {
  /// What a signed certificate puts into a card's records.
  package struct Signed: Hashable, Sendable {
    /// For tag 90, 9F46 or 9F2D.
    package var certificate: [UInt8]
    /// What of the key did not fit: for tag 92, 9F48 or 9F2F; empty when all did.
    package var remainder: [UInt8]
    /// For tag 9F32, 9F47 or 9F2E.
    package var exponent: [UInt8]
  }

  /// 02 for an issuer, 04 for a card.
  package let format: UInt8
  /// The issuer's four bytes of PAN digits, or the card's ten, each filled with F.
  package var subject: [UInt8]
  /// The key.
  package var key: RSAKeyPair
  /// The month to whose end it is valid, MMYY.
  package var expiry: [UInt8] = [0x12, 0x49]
  /// Three bytes.
  package var serialNumber: [UInt8] = [0, 0, 1]
  /// What the card signs beside its key; empty for an issuer and for a PIN key.
  package var staticData: [UInt8]
  /// What is wrong with it.
  package var spoiling: CertificateSpoiling?

  /// An issuer's key for tag 90.
  package static func issuer(identifier: [UInt8], key: RSAKeyPair) -> Certificate {
    Certificate(format: 0x02, subject: filled(identifier, 4), key: key, staticData: [])
  }

  /// A card's key for tag 9F46; without static data, a PIN key for tag 9F2D.
  ///
  /// `pan` is the value of tag 5A.
  package static func card(
    pan: [UInt8], key: RSAKeyPair, staticData: [UInt8] = []
  ) -> Certificate {
    Certificate(format: 0x04, subject: filled(pan, 10), key: key, staticData: staticData)
  }

  /// Signs; throws when the signing key is too short to hold anything of the key.
  package func signed(by signer: RSAKeyPair) throws(CryptographyError) -> Signed {
    let room = signer.modulus.count - 32 - subject.count
    guard room > 0 else { throw .badKeyLength(signer.modulus.count) }
    let inside = key.modulus.prefix(room)
    let remainder = Array(key.modulus.dropFirst(room))
    var block: [UInt8] = [spoiling == .format ? 0x0F : format]
    block += subject + expiry + serialNumber
    block.append(spoiling == .digestAlgorithm ? 0x7F : 0x01)
    block.append(spoiling == .keyAlgorithm ? 0x7F : 0x01)
    block.append(UInt8(truncatingIfNeeded: key.modulus.count + (spoiling == .keyLength ? 1 : 0)))
    block.append(UInt8(truncatingIfNeeded: key.exponent.count))
    block += inside + Array(repeating: 0xBB, count: room - inside.count)
    let certificate = try CertificateBlock.sign(
      block, hashedWith: remainder + key.exponent + staticData, by: signer, spoiling: spoiling)
    return Signed(certificate: certificate, remainder: remainder, exponent: key.exponent)
  }

  private static func filled(_ digits: [UInt8], _ byteCount: Int) -> [UInt8] {
    Array((digits + Array(repeating: 0xFF, count: byteCount)).prefix(byteCount))
  }
}
