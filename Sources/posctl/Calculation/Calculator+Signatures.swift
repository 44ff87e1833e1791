import PaymentCryptography

// What cards and issuers sign with RSA keys.
extension Calculator {
  private static func keyInputs(_ owner: String) -> [CalculationField] {
    [
      .init("modulus", .bytes(36...512), "the modulus of the \(owner)"),
      .init("exponent", .bytes(1...4), "the exponent of the \(owner)"),
    ]
  }
  private static let hashOutputs: [(key: String, meaning: String)] = [
    ("padding", "BB up to the hash"), ("hash", "the hash in the block"),
    ("computedHash", "the hash over block and inputs"),
    ("checks", "each check with its verdict"), ("verdict", "passed when all checks have"),
  ]

  /// SDA: the issuer's signature on the records.
  static let staticSignature = Calculator(
    "static-signature", "static data authentication (SDA): verify the issuer's signature, tag 93",
    reference: "EMV 4.3 Book 2, 5.4",
    inputs: keyInputs("issuer") + [
      .init("signature", .bytes(36...512), "the signed static application data, tag 93"),
      .init(
        "staticData", .bytes(0...CalculationField.byteLimit),
        "the records to authenticate, then the AIP when 9F4A asks for it"),
    ],
    outputs: [
      ("recovered", "the whole block"), ("format", "03"), ("hashAlgorithm", "01 is SHA-1"),
      ("dataAuthenticationCode", "tag 9F45"),
    ] + hashOutputs,
    example: .staticSignature
  ) { input throws(CalculationError) in
    var signature = try RecoveredSignature(
      input.bytes("signature"), modulus: input.bytes("modulus"),
      exponent: input.bytes("exponent"), format: 0x03, key: "signature")
    let algorithm = signature.take("hashAlgorithm", 1)
    signature.checks.add("hash algorithm is SHA-1", algorithm == [0x01])
    _ = signature.take("dataAuthenticationCode", 2)
    signature.takePadding()
    signature.compareHash(behind: input.bytes("staticData"))
    return signature.result
  }

  /// DDA: the card's signature on the terminal's numbers.
  static let dynamicSignature = Calculator(
    "dynamic-signature", "dynamic data authentication (DDA): verify the card's signature, tag 9F4B",
    reference: "EMV 4.3 Book 2, 6.5",
    inputs: keyInputs("card") + [
      .init("signature", .bytes(36...512), "the signed dynamic application data, tag 9F4B"),
      .init(
        "terminalData", .bytes(0...255),
        "the data of INTERNAL AUTHENTICATE: the values that the DDOL asks for"),
    ],
    outputs: [
      ("recovered", "the whole block"), ("format", "05"), ("hashAlgorithm", "01 is SHA-1"),
      ("dynamicDataLength", "the bytes of the dynamic data"),
      ("dynamicData", "what the card adds"), ("dynamicNumber", "tag 9F4C"),
    ] + hashOutputs,
    example: .dynamicSignature
  ) { input throws(CalculationError) in
    var signature = try RecoveredSignature(
      input.bytes("signature"), modulus: input.bytes("modulus"),
      exponent: input.bytes("exponent"), format: 0x05, key: "signature")
    _ = signature.takeDynamicData()
    signature.compareHash(behind: input.bytes("terminalData"))
    return signature.result
  }

  /// CDA: the card's signature on its cryptogram and on everything that was exchanged.
  static let combinedSignature = Calculator(
    "combined-signature", "combined DDA and cryptogram (CDA): verify signature and data hash",
    reference: "EMV 4.3 Book 2, 6.6",
    inputs: keyInputs("card") + [
      .init("signature", .bytes(36...512), "the signed dynamic application data, tag 9F4B"),
      .init("unpredictableNumber", .bytes(4...4), "tag 9F37"),
      .init("pdolData", .bytes(0...255), "the values of the PDOL", optional: true),
      .init("cdol1Data", .bytes(0...255), "the data of the first GENERATE AC", optional: true),
      .init(
        "cdol2Data", .bytes(0...255), "the data of the second one, when it answered",
        optional: true),
      .init(
        "response", .bytes(0...256),
        "the answer of GENERATE AC, template 77, to compute the hash over the transaction data",
        optional: true),
    ],
    outputs: [
      ("recovered", "the whole block"), ("format", "05"), ("hashAlgorithm", "01 is SHA-1"),
      ("dynamicDataLength", "the bytes of the dynamic data"),
      ("dynamicData", "what the card adds"), ("dynamicNumber", "tag 9F4C"),
      ("cryptogramInformation", "tag 9F27"), ("cryptogram", "tag 9F26"),
      ("transactionDataHash", "the hash in the dynamic data"),
      ("computedTransactionDataHash", "the hash over the inputs, when there is a response"),
    ] + hashOutputs,
    example: .combinedSignature
  ) { input throws(CalculationError) in
    var signature = try RecoveredSignature(
      input.bytes("signature"), modulus: input.bytes("modulus"),
      exponent: input.bytes("exponent"), format: 0x05, key: "signature")
    let rest = signature.takeDynamicData()
    try signature.compareTransactionData(rest, input)
    signature.compareHash(behind: input.bytes("unpredictableNumber"))
    return signature.result
  }
}
