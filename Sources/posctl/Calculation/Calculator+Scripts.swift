import JSONText
import PaymentCryptography

// What an issuer sends to a card, and PINs on their way.
extension Calculator {
  /// The code at the end of a script's command.
  static let scriptCode = Calculator(
    "script-mac", "compute the MAC of an issuer's script command",
    reference: "EMV 4.3 Book 2, 9.2 (format 2)",
    inputs: [
      .init("key", .bytes(16...16), "the session key for integrity"),
      .init("header", .bytes(5...5), "CLA INS P1 P2 Lc, with the MAC counted in Lc"),
      .init(
        "transactionCounter", .bytes(0...2), "tag 9F36; none where the scheme has it so",
        optional: true),
      .init(
        "cryptogram", .bytes(0...8), "the ARQC; none where the scheme has it so",
        optional: true),
      .init(
        "data", .bytes(0...255), "the command's data, enciphered where they are",
        optional: true),
    ],
    outputs: [("message", "what is coded"), ("mac", "8 bytes"), ("command", "with the 8 bytes")],
    example: .scriptCode
  ) { input throws(CalculationError) in
    let message =
      input.bytes("header") + input.bytes("transactionCounter") + input.bytes("cryptogram")
      + input.bytes("data")
    let code = try CalculationError.mapping { () throws(CryptographyError) in
      try MessageAuthentication.algorithm3(message, key: input.bytes("key"), padding: .method2)
    }
    return [
      .init("message", message), .init("mac", code),
      .init("command", input.bytes("header") + input.bytes("data") + code),
    ]
  }

  /// The data of PIN CHANGE.
  static let pinChange = Calculator(
    "pin-change", "compute the data of a PIN change script (Visa, M/Chip, common)",
    reference: "ISO 9564-1, format 2; Visa's block; EMV 4.3 Book 2, 9.3",
    inputs: [
      .init("scheme", .choice(["visa", "m-chip", "common"]), "whose block and padding"),
      .init("pin", .digits(4...12), "the new PIN"),
      .init("key", .bytes(16...16), "the session key for confidentiality"),
      .init(
        "masterKey", .bytes(16...16), "the card's key for cryptograms, for visa",
        optional: true),
      .init("currentPIN", .digits(4...12), "the PIN that is replaced, for visa", optional: true),
    ],
    outputs: [("block", "in clear"), ("data", "enciphered, as the command carries them")],
    example: .pinChange
  ) { input throws(CalculationError) in
    let scheme = input.text("scheme")
    let masterKey = scheme == "visa" ? try input.requiredBytes("masterKey", for: scheme) : []
    let pin = input.digits("pin")
    let current = input.optionalText("currentPIN").map { Array($0.utf8) }
    let block = try CalculationError.mapping { () throws(CryptographyError) in
      scheme == "visa"
        ? try PINChange.visaBlock(
          pinDigits: pin, cardMasterKey: masterKey, currentPINDigits: current)
        : try PINBlock.forCard(pinDigits: pin)
    }
    let kind: PINChange.Encipherment =
      switch scheme {
      case "visa": .visa
      case "m-chip": .masterCard
      default: .common
      }
    let data = try CalculationError.mapping { () throws(CryptographyError) in
      try PINChange.encipher(block, sessionKey: input.bytes("key"), kind)
    }
    return [.init("block", block), .init("data", data)]
  }

  /// PIN blocks of ISO 9564-1.
  static let pinBlock = Calculator(
    "pin-block", "form a PIN block (ISO 9564-1 formats 0 to 4) and encipher it",
    reference: "ISO 9564-1, 9.3 and 9.4",
    inputs: [
      .init("format", .number(0...4), "the format"), .init("pin", .digits(4...12), "the PIN"),
      .init("pan", .digits(8...19), "the card number, for 0, 3 and 4", optional: true),
      .init(
        "fill", .bytes(8...8), "for 1, 3 and 4: what a device draws at random; for 3, A to F",
        optional: true),
      .init("key", .bytesOf([16, 24, 32]), "DES for 0 to 3, AES for 4", optional: true),
    ],
    outputs: [
      ("block", "in clear; format 4 has none that goes anywhere"),
      ("encipheredBlock", "under the key"),
    ],
    example: .pinBlock
  ) { input throws(CalculationError) in
    let format = input.optionalNumber("format") ?? 0
    let name = "format \(format)"
    let pin = input.digits("pin")
    let pan =
      [0, 3, 4].contains(format) ? Array(try input.requiredText("pan", for: name).utf8) : []
    let fill = [1, 3, 4].contains(format) ? try input.requiredBytes("fill", for: name) : []
    if format == 4 {
      let key = try input.requiredBytes("key", for: name)
      let block = try CalculationError.mapping { () throws(CryptographyError) in
        try PINBlock.enciphered(pinDigits: pin, panDigits: pan, fill: fill, key: key)
      }
      return [.init("encipheredBlock", block)]
    }
    let block = try CalculationError.mapping { () throws(CryptographyError) in
      switch format {
      case 0: try PINBlock.clear(pinDigits: pin, panDigits: pan)
      case 1: try PINBlock.clearWithoutAccount(pinDigits: pin, fill: fill)
      case 2: try PINBlock.forCard(pinDigits: pin)
      default: try PINBlock.clearWithFill(pinDigits: pin, panDigits: pan, fill: fill)
      }
    }
    guard let key = input.optionalBytes("key") else { return [.init("block", block)] }
    let enciphered = try CalculationError.mapping { () throws(CryptographyError) in
      try TripleDES.encryptECB(block, key: key)
    }
    return [.init("block", block), .init("encipheredBlock", enciphered)]
  }
}
