import JSONText
import PaymentCryptography

// What a card proves to its issuer, and the issuer to the card.
extension Calculator {
  /// The objects that most schemes sign, in their order.
  private static let signedTags: [(tag: String, count: Int, meaning: String)] = [
    ("9F02", 6, "amount"), ("9F03", 6, "amount other"), ("9F1A", 2, "terminal country"),
    ("95", 5, "TVR"), ("5F2A", 2, "currency"), ("9A", 3, "date"), ("9C", 1, "type"),
    ("9F37", 4, "unpredictable number"), ("82", 2, "AIP"), ("9F36", 2, "transaction counter"),
  ]

  /// ARQC, TC or AAC of the schemes.
  static let cryptogram = Calculator(
    "cryptogram", "compute an application cryptogram (ARQC, TC, AAC)",
    reference: "EMV 4.3 Book 2, 8.1; PBOC 3.0 part 17; the schemes' cryptogram versions",
    inputs: [
      .init(
        "scheme", .choice(["pboc", "cvn10", "cvn18", "cvn22", "m-chip", "m-chip-csk", "emv"]),
        """
        pboc: 9F10 has the CVR; cvn10, cvn18, cvn22: Visa; m-chip: CVN 16 and 17; m-chip-csk: CVN \
        20 and 21; emv: the common session key over “data”
        """),
      .init(
        "sessionKey", .bytes(16...16), "the key of the transaction",
        optional: true),
      .init(
        "masterKey", .bytes(16...16), "the card's key, in place of sessionKey",
        optional: true),
      .init(
        "issuerMasterKey", .bytes(16...16), "the issuer's key, in place of both; needs pan",
        optional: true),
      .init("pan", .digits(8...19), "the card number", optional: true),
      .init("sequenceNumber", .digits(2...2), "tag 5F34", optional: true),
      .init("option", .choice(["a", "b"]), "as in master-key", optional: true),
    ]
      + signedTags.map {
        .init($0.tag, .bytes($0.count...$0.count), $0.meaning, optional: true)
      } + [
        .init("cvr", .bytes(4...6), "the card's results: for pboc, cvn10, m-chip", optional: true),
        .init("9F10", .bytes(1...32), "issuer application data: in place of cvr", optional: true),
        .init("counters", .bytes(8...8), "for CVN 17 and 21", optional: true),
        .init(
          "data", .bytes(1...1024), "everything that is signed, in place of the objects above",
          optional: true),
      ],
    outputs: [
      ("data", "what is signed"), ("padding", "how it is filled up"),
      ("sessionKey", "the key of the transaction"), ("cryptogram", "8 bytes"),
    ],
    example: .cryptogram
  ) { input throws(CalculationError) in
    let scheme = input.text("scheme")
    let given = input.optionalBytes("data")
    let data = given != nil ? input.bytes("data") : try signedData(input, scheme: scheme)
    let key = try transactionKey(input, scheme: scheme)
    let padding: MessageAuthentication.Padding = scheme == "cvn10" ? .zeros : .method2
    let code = try CalculationError.mapping { () throws(CryptographyError) in
      try MessageAuthentication.algorithm3(data, key: key, padding: padding)
    }
    return [
      .init("data", data), .init("padding", .string(padding == .zeros ? "00" : "80")),
      .init("sessionKey", key), .init("cryptogram", code),
    ]
  }

  private static func signedData(
    _ input: CalculationInput, scheme: String
  ) throws(CalculationError) -> [UInt8] {
    var data: [UInt8] = []
    for object in signedTags {
      data += try input.requiredBytes(object.tag, for: "\(scheme) without “data”")
    }
    let applicationData = input.optionalBytes("9F10")
    switch scheme {
    case "cvn18", "cvn22":
      data += try input.requiredBytes("9F10", for: scheme)
    case "emv":
      throw .missing(key: "data", expected: "everything that is signed, for emv")
    case "m-chip", "m-chip-csk":
      // 9F10: key index, version, six bytes of results, DAC or ICC dynamic number, counters.
      data += try results(input, scheme, in: applicationData?.dropFirst(2).prefix(6))
      data += input.bytes("counters")
    default:
      // 9F10: length, key index, version, then the results with their own length.
      data += try results(input, scheme, in: applicationData?.dropFirst(3).prefix(4))
    }
    return data
  }

  /// The card's results: as they were given, or where the issuer application data have them.
  private static func results(
    _ input: CalculationInput, _ scheme: String, in applicationData: ArraySlice<UInt8>?
  ) throws(CalculationError) -> [UInt8] {
    if let applicationData, input.optionalBytes("cvr") == nil { return Array(applicationData) }
    return try input.requiredBytes("cvr", for: scheme)
  }

  private static func transactionKey(
    _ input: CalculationInput, scheme: String
  ) throws(CalculationError) -> [UInt8] {
    if let key = input.optionalBytes("sessionKey") { return key }
    let masterKey: [UInt8]
    if let key = input.optionalBytes("masterKey") {
      masterKey = key
    } else {
      let issuerKey = try input.requiredBytes(
        "issuerMasterKey", for: "a cryptogram without sessionKey and masterKey")
      _ = try input.requiredText("pan", for: "deriving the card's key")
      masterKey = try cardMasterKey(input, issuerKey: issuerKey)
    }
    let counter = UInt16(
      scheme == "cvn10"
        ? 0
        : try input.requiredBytes("9F36", for: "the session key").reduce(0) { $0 << 8 | Int($1) })
    let number = scheme == "m-chip" ? try input.requiredBytes("9F37", for: scheme) : []
    return try CalculationError.mapping { () throws(CryptographyError) in
      switch scheme {
      case "cvn10": masterKey
      case "pboc":
        try EMVCryptography.pbocSessionKey(
          cardMasterKey: masterKey, applicationTransactionCounter: counter)
      case "m-chip":
        try EMVCryptography.masterCardSessionKey(
          cardMasterKey: masterKey, applicationTransactionCounter: counter,
          unpredictableNumber: number)
      default:
        try EMVCryptography.commonSessionKey(
          cardMasterKey: masterKey, applicationTransactionCounter: counter)
      }
    }
  }

  /// ARPC by method 1.
  static let responseCryptogram1 = Calculator(
    "arpc1", "compute the issuer's answer (ARPC), method 1",
    reference: "EMV 4.3 Book 2, 8.2.1",
    inputs: [
      .init(
        "key", .bytes(16...16),
        "the session key (PBOC, CSK) or the card's master key (CVN 10, CVN 16 and 17)"),
      .init("cryptogram", .bytes(8...8), "the ARQC, tag 9F26"),
      .init("responseCode", .bytes(2...2), "two bytes, as a rule the characters of tag 8A"),
    ],
    outputs: [
      ("responseCryptogram", "8 bytes"), ("issuerAuthenticationData", "tag 91: ARPC and code"),
    ],
    example: .responseCryptogram1
  ) { input throws(CalculationError) in
    let code = input.bytes("responseCode")
    let answer = try CalculationError.mapping { () throws(CryptographyError) in
      try EMVCryptography.authorizationResponseCryptogram(
        sessionKey: input.bytes("key"), cryptogram: input.bytes("cryptogram"), responseCode: code)
    }
    return [
      .init("responseCryptogram", answer), .init("issuerAuthenticationData", answer + code),
    ]
  }

  /// ARPC by method 2.
  static let responseCryptogram2 = Calculator(
    "arpc2", "compute the issuer's answer (ARPC), method 2",
    reference: "EMV 4.3 Book 2, 8.2.2",
    inputs: [
      .init("key", .bytes(16...16), "the session key"),
      .init("cryptogram", .bytes(8...8), "the ARQC, tag 9F26"),
      .init("statusUpdate", .bytes(4...4), "the card status update (CSU)"),
      .init("proprietary", .bytes(0...8), "proprietary authentication data", optional: true),
    ],
    outputs: [
      ("responseCryptogram", "4 bytes"),
      ("issuerAuthenticationData", "tag 91: ARPC, CSU, proprietary data"),
    ],
    example: .responseCryptogram2
  ) { input throws(CalculationError) in
    let update = input.bytes("statusUpdate")
    let answer = try CalculationError.mapping { () throws(CryptographyError) in
      try EMVCryptography.authorizationResponseCryptogram(
        sessionKey: input.bytes("key"), cryptogram: input.bytes("cryptogram"),
        statusUpdate: update, proprietary: input.bytes("proprietary"))
    }
    return [
      .init("responseCryptogram", answer),
      .init("issuerAuthenticationData", answer + update + input.bytes("proprietary")),
    ]
  }
}
