// Keys that are recovered from certificates.
extension Calculator {
  /// The issuer's key, from the certification authority's.
  static let issuerCertificate = Calculator(
    "issuer-certificate", "recover the issuer's public key (RSA) from its certificate",
    reference: "EMV 4.3 Book 2, 5.3",
    inputs: PublicKeyCertificate.inputs(
      signer: "certification authority", tags: ("90", "92", "9F32")),
    outputs: PublicKeyCertificate.outputs, example: .issuerCertificate
  ) { input throws(CalculationError) in
    try PublicKeyCertificate.result(of: input, isIssuer: true)
  }

  /// The card's key, from the issuer's; the hash covers the static data too.
  static let cardCertificate = Calculator(
    "icc-certificate", "recover the card's public key (RSA) from its certificate",
    reference: "EMV 4.3 Book 2, 6.4",
    inputs: PublicKeyCertificate.inputs(signer: "issuer", tags: ("9F46", "9F48", "9F47")) + [
      .init(
        "staticData", .bytes(0...CalculationField.byteLimit),
        "the records to authenticate, then the AIP when 9F4A asks for it")
    ],
    outputs: PublicKeyCertificate.outputs, example: .cardCertificate
  ) { input throws(CalculationError) in
    try PublicKeyCertificate.result(
      of: input, isIssuer: false, staticData: input.bytes("staticData"))
  }

  /// The card's key for PINs, from the issuer's.
  static let pinCertificate = Calculator(
    "icc-pin-certificate", "recover the card's key for enciphered PINs (RSA)",
    reference: "EMV 4.3 Book 2, 7.1",
    inputs: PublicKeyCertificate.inputs(signer: "issuer", tags: ("9F2D", "9F2F", "9F2E")),
    outputs: PublicKeyCertificate.outputs, example: .pinCertificate
  ) { input throws(CalculationError) in
    try PublicKeyCertificate.result(of: input, isIssuer: false)
  }
}
