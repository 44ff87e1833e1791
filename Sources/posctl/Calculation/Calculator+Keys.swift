import JSONText
import PaymentCryptography

// Keys of a card, from the issuer's, and the values by which keys are compared.
extension Calculator {
  private static let keyOutputs: [(key: String, meaning: String)] = [
    ("key", "16 bytes"), ("checkValue", "the first 3 bytes of eight zero bytes under it"),
  ]

  static func keyMembers(_ key: [UInt8]) throws(CalculationError) -> [JSONValue.Member] {
    let value = try CalculationError.mapping { () throws(CryptographyError) in
      try KeyCheckValue.ofDESKey(key)
    }
    return [.init("key", key), .init("checkValue", value.prefix(3))]
  }

  /// The card's master key by option A or B.
  static let masterKey = Calculator(
    "master-key", "derive a card's master key from the issuer's (options A and B)",
    reference: "EMV 4.3 Book 2, A1.4",
    inputs: [
      .init("issuerMasterKey", .bytes(16...16), "the issuer's key"),
      .init("pan", .digits(8...19), "the card number"),
      .init(
        "sequenceNumber", .digits(2...2), "tag 5F34; 00 when the card has none", optional: true),
      .init(
        "option", .choice(["a", "b"]),
        "without it, B for more than 16 digits and A for fewer", optional: true),
    ],
    outputs: keyOutputs, example: .masterKey
  ) { input throws(CalculationError) in
    try keyMembers(cardMasterKey(input, issuerKey: input.bytes("issuerMasterKey")))
  }

  /// The session keys of the schemes.
  static let sessionKey = Calculator(
    "session-key", "derive a session key from a card's master key",
    reference: "EMV 4.3 Book 2, A1.3; PBOC 3.0 part 17",
    inputs: [
      .init(
        "scheme", .choice(["pboc", "csk", "m-chip", "visa-script", "none"]),
        """
        pboc: UnionPay; csk: EMV's common key; m-chip: MasterCard's own; visa-script: for Visa's \
        and PBOC's scripts; none: the master key itself (Visa CVN 10)
        """),
      .init("masterKey", .bytes(16...16), "the card's master key"),
      .init("transactionCounter", .bytes(2...2), "tag 9F36", optional: true),
      .init("unpredictableNumber", .bytes(4...4), "tag 9F37, for m-chip", optional: true),
      .init(
        "diversification", .bytes(8...8),
        "for csk in place of the counter: the first cryptogram, for scripts", optional: true),
    ],
    outputs: keyOutputs, example: .sessionKey
  ) { input throws(CalculationError) in
    try keyMembers(
      sessionKey(
        input, scheme: input.text("scheme"), masterKey: input.bytes("masterKey"),
        diversification: input.optionalBytes("diversification")))
  }

  /// The check values of keys.
  static let keyCheckValue = Calculator(
    "kcv", "compute the check value of a key (DES, AES by CMAC, SM4)",
    reference: "ANSI X9.24-1; NIST SP 800-38B; GB/T 32907",
    inputs: [
      .init("algorithm", .choice(["des", "aes", "sm4"]), "what the key is for"),
      .init("key", .bytesOf([8, 16, 24, 32]), "the key; 8 only for DES, 32 only for AES"),
    ],
    outputs: [
      ("checkValue", "3 bytes for DES, 5 for AES, 3 for SM4"), ("block", "all that there is"),
    ],
    example: .keyCheckValue
  ) { input throws(CalculationError) in
    let key = input.bytes("key")
    let isAES = input.text("algorithm") == "aes"
    let block = try CalculationError.mapping { () throws(CryptographyError) in
      switch input.text("algorithm") {
      case "des": try TripleDES.encryptECB(TripleDES.zeroBlock, key: key)
      case "aes":
        try MessageAuthentication.cmacAES([UInt8](repeating: 0, count: 16), key: key)
      default: try SM4Cipher.encryptECB([UInt8](repeating: 0, count: 16), key: key)
      }
    }
    return [.init("checkValue", block.prefix(isAES ? 5 : 3)), .init("block", block)]
  }

  /// The checksum with which schemes publish the keys of their certification authorities.
  static let authorityKey = Calculator(
    "ca-key", "compute the checksum of a certification authority's key",
    reference: "EMV 4.3 Book 2, 11.2.2 (SHA-1 over RID, index, modulus and exponent)",
    inputs: [
      .init("rid", .bytes(5...5), "the scheme's identifier"),
      .init("index", .bytes(1...1), "tag 8F"), .init("modulus", .bytes(8...512), "the modulus"),
      .init("exponent", .bytes(1...4), "the exponent"),
      .init("checksum", .bytes(20...20), "what was published, to compare", optional: true),
    ],
    outputs: [
      ("checksum", "SHA-1"), ("bits", "the length of the modulus"),
      ("verdict", "passed or failed, when there was a checksum to compare"),
    ],
    example: .authorityKey
  ) { input throws(CalculationError) in
    let modulus = input.bytes("modulus")
    let checksum = Digest.sha1(
      input.bytes("rid") + input.bytes("index") + modulus + input.bytes("exponent"))
    var members: [JSONValue.Member] = [
      .init("checksum", checksum), .init("bits", .number(modulus.count * 8)),
    ]
    if let published = input.optionalBytes("checksum") {
      members.append(.init("verdict", .string(published == checksum ? "passed" : "failed")))
    }
    return members
  }

  /// A card's key from the inputs `pan`, `sequenceNumber` and `option`.
  static func cardMasterKey(
    _ input: CalculationInput, issuerKey: [UInt8]
  ) throws(CalculationError) -> [UInt8] {
    let sequence = UInt8(input.optionalText("sequenceNumber") ?? "00", radix: 16) ?? 0
    let option = input.optionalText("option")
    let count = input.digits("pan").count
    if option == "b", count <= 16 {
      // What option B prescribes for such numbers is option A.
      return try masterKey(input, issuerKey, sequence, isShort: true)
    }
    return try masterKey(input, issuerKey, sequence, isShort: option == "a")
  }

  private static func masterKey(
    _ input: CalculationInput, _ issuerKey: [UInt8], _ sequence: UInt8, isShort: Bool
  ) throws(CalculationError) -> [UInt8] {
    try CalculationError.mapping { () throws(CryptographyError) in
      try EMVCryptography.cardMasterKey(
        issuerMasterKey: issuerKey, panDigits: input.digits("pan"), sequenceNumber: sequence,
        isShort: isShort)
    }
  }

  /// A session key from the inputs `transactionCounter` and `unpredictableNumber`.
  static func sessionKey(
    _ input: CalculationInput, scheme: String, masterKey: [UInt8],
    diversification: [UInt8]? = nil
  ) throws(CalculationError) -> [UInt8] {
    if scheme == "none" { return masterKey }
    if scheme == "csk", let diversification {
      return try CalculationError.mapping { () throws(CryptographyError) in
        try EMVCryptography.commonSessionKey(
          cardMasterKey: masterKey, diversification: diversification)
      }
    }
    let counter = UInt16(
      try input.requiredBytes("transactionCounter", for: scheme).reduce(0) { $0 << 8 | Int($1) })
    let number =
      scheme == "m-chip" ? try input.requiredBytes("unpredictableNumber", for: scheme) : []
    return try CalculationError.mapping { () throws(CryptographyError) in
      switch scheme {
      case "csk":
        try EMVCryptography.commonSessionKey(
          cardMasterKey: masterKey, applicationTransactionCounter: counter)
      case "m-chip":
        try EMVCryptography.masterCardSessionKey(
          cardMasterKey: masterKey, applicationTransactionCounter: counter,
          unpredictableNumber: number)
      case "visa-script":
        try EMVCryptography.counterSessionKey(
          cardMasterKey: masterKey, applicationTransactionCounter: counter)
      default:
        try EMVCryptography.pbocSessionKey(
          cardMasterKey: masterKey, applicationTransactionCounter: counter)
      }
    }
  }
}
