import BERTLV

/// The tags under which a card keeps a certificate with a key.
struct KeyCertificate {
  /// The certificate.
  let certificate: DataObjectTag
  /// The part of the key that did not fit.
  let remainder: DataObjectTag
  /// The exponent.
  let exponent: DataObjectTag

  static let issuer = KeyCertificate(certificate: 0x90, remainder: 0x92, exponent: 0x9F32)
  static let card = KeyCertificate(certificate: 0x9F46, remainder: 0x9F48, exponent: 0x9F47)
  static let pin = KeyCertificate(certificate: 0x9F2D, remainder: 0x9F2F, exponent: 0x9F2E)
}

/// Whose key a certificate holds.
struct CertifiedKey {
  let key: PublicKey
  /// The digits that it was issued for, with F behind them.
  let subject: ArraySlice<UInt8>
  /// MMYY.
  let expiry: ArraySlice<UInt8>
  let serialNumber: ArraySlice<UInt8>
}

extension KeyCertificate {
  /// Recovers a key that was signed with RSA.
  ///
  /// `format` is 02 with a subject of 4 bytes, or 04 with one of 10; `rest` is what the hash covers
  /// behind the key. Source: EMV 4.3 Book 2, 5.3, 6.4 and 7.1.
  func recover(
    from store: DataObjectStore, format: UInt8, subjectByteCount: Int, rest: [UInt8],
    under signer: RSAPublicKey, using cryptography: some KernelCryptography
  ) throws(AuthenticationFlaw) -> CertifiedKey {
    let signature = try store.needed(certificate)
    let exponent = try store.needed(exponent)
    let block = try RecoveredBlock(
      certificate, signature, format: format, minimumByteCount: 33 + subjectByteCount,
      under: signer, using: cryptography)
    let fields = block.contents.dropFirst(1 + subjectByteCount)
    let start = fields.startIndex
    // Two bytes of expiry, three of serial number, then four that describe the key.
    let (digestAlgorithm, keyAlgorithm) = (fields[start + 5], fields[start + 6])
    let (byteCount, exponentByteCount) = (Int(fields[start + 7]), Int(fields[start + 8]))
    guard digestAlgorithm == 0x01 else { throw .flawed(certificate, .digestAlgorithm) }
    guard byteCount > 0, byteCount <= signer.modulus.count else {
      throw .flawed(certificate, .keyLength)
    }
    let inside = fields.dropFirst(9)
    var remainder: [UInt8] = []
    if byteCount > inside.count {
      remainder = try store.needed(self.remainder)
      guard remainder.count == byteCount - inside.count else {
        throw .flawed(certificate, .remainder)
      }
    }
    try block.verify(with: remainder + exponent + rest, using: cryptography)
    guard keyAlgorithm == 0x01 else { throw .flawed(certificate, .keyAlgorithm) }
    guard exponentByteCount == exponent.count, exponent == [3] || exponent == [1, 0, 1] else {
      throw .flawed(certificate, .exponent)
    }
    return CertifiedKey(
      key: .rsa(
        RSAPublicKey(modulus: inside.prefix(byteCount) + remainder, exponent: exponent)),
      subject: block.contents[2..<2 + subjectByteCount], expiry: fields[start..<start + 2],
      serialNumber: fields[start + 2..<start + 5])
  }

  /// Reads a key that was signed with SM2: all is plain, the signature stands behind.
  ///
  /// `rest` is what the signature covers behind the certificate. Source: JR/T 0025.17.
  func read(
    from store: DataObjectStore, format: UInt8, subjectByteCount: Int, rest: [UInt8],
    under signer: CurveKey, using cryptography: some KernelCryptography
  ) throws(AuthenticationFlaw) -> CertifiedKey {
    let bytes = try store.needed(certificate)
    let messageByteCount = 1 + subjectByteCount + 9 + CurveKey.Suite.sm2.pointByteCount
    guard bytes.count == messageByteCount + CurveKey.Suite.sm2.signatureByteCount else {
      throw .flawed(certificate, .length)
    }
    guard bytes[0] == format else { throw .flawed(certificate, .format) }
    let fields = bytes[(1 + subjectByteCount)...]
    let start = fields.startIndex
    guard fields[start + 5] == 0x04 else { throw .flawed(certificate, .keyAlgorithm) }
    guard fields[start + 7] == 0x11 else { throw .flawed(certificate, .digestAlgorithm) }
    guard fields[start + 8] == UInt8(CurveKey.Suite.sm2.pointByteCount),
      let key = CurveKey(suite: .sm2, point: Array(bytes[(start + 9)..<messageByteCount]))
    else { throw .flawed(certificate, .keyLength) }
    guard
      cryptography.isValid(
        Array(bytes[messageByteCount...]), of: bytes[..<messageByteCount] + rest, under: signer)
    else { throw .flawed(certificate, .signature) }
    return CertifiedKey(
      key: .curve(key), subject: bytes[1..<1 + subjectByteCount],
      expiry: fields[start..<start + 2], serialNumber: fields[start + 2..<start + 5])
  }
}

extension DataObjectStore {
  /// An object without which a method can't be performed.
  func needed(_ tag: DataObjectTag) throws(AuthenticationFlaw) -> [UInt8] {
    guard let value = value(tag) else { throw .missing(tag) }
    return value
  }
}
