import PaymentCryptography

/// The form of everything that EMV signs with RSA: 6A, contents, hash, BC.
enum CertificateBlock {
  static func sign(
    _ contents: [UInt8], hashedWith rest: [UInt8], by signer: RSAKeyPair,
    spoiling: CertificateSpoiling?
  ) throws(CryptographyError) -> [UInt8] {
    var digest = Digest.sha1(contents + rest)
    if spoiling == .digest { digest[0] ^= 1 }
    let block =
      [spoiling == .header ? 0x6B : 0x6A] + contents + digest
      + [spoiling == .trailer ? 0xBD : 0xBC]
    let signature = try signer.sign(block)
    return spoiling == .length ? signature.dropLast() : signature
  }
}
