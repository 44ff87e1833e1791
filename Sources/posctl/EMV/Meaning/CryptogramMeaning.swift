import EMVKernel
import Octets

/// What a card says with its cryptogram, in words.
enum CryptogramMeaning {
  /// 9F27: the kind of cryptogram.
  static func information(_ value: [UInt8]) -> [Explanation]? {
    guard let byte = value.first, value.count == 1 else { return nil }
    guard let information = CryptogramInformationData(byte) else {
      return [Explanation("bits 8 and 7", "reserved")]
    }
    var lines = [Explanation("bits 8 and 7", kind(information.type))]
    if information.requiresAdvice { lines.append(Explanation("bit 4", "an advice is required")) }
    switch information.reason {
    case .none?: break
    case .serviceNotAllowed: lines.append(Explanation("reason", "service not allowed"))
    case .pinTryLimitExceeded: lines.append(Explanation("reason", "PIN try limit exceeded"))
    case .issuerAuthenticationFailed:
      lines.append(Explanation("reason", "issuer authentication failed"))
    case nil: lines.append(Explanation("reason", "reserved"))
    }
    return lines
  }

  /// The kind in its short and its long form.
  static func kind(_ type: CryptogramType) -> String {
    switch type {
    case .declined: "AAC, declined"
    case .approved: "TC, approved"
    case .onlineRequest: "ARQC, the issuer shall decide"
    }
  }

  /// 9F10 of PBOC: key index, version, the card's results, algorithm, issuer's data.
  ///
  /// Other schemes have other layouts. Source: EMV reference section 10.
  static func pbocApplicationData(_ value: [UInt8]) -> [Explanation]? {
    guard value.count >= 8, value[0] == 0x07, value[2] == 0x01, value[3] == 0x03 else { return nil }
    var lines = [
      Explanation("key index", CalculatorText.hexadecimal(value[1])),
      Explanation("cryptogram version", CalculatorText.hexadecimal(value[2])),
    ]
    lines += results(Array(value[4...6]))
    let algorithm =
      switch value[7] {
      case 0x01: "triple DES"
      case 0x04: "SM4"
      default: "unknown algorithm \(CalculatorText.hexadecimal(value[7]))"
      }
    lines.append(Explanation("algorithm", algorithm))
    if value.count > 8 {
      lines.append(Explanation("issuer's data", Hexadecimal.text(value[8...])))
    }
    return lines
  }

  /// The three bytes of the card's results behind their length.
  ///
  /// Source: JR/T 0025.5, card verification results; the same as Visa's.
  private static func results(_ bytes: [UInt8]) -> [Explanation] {
    let second = ["AAC", "TC", "not requested", "reserved"][Int(bytes[0] >> 6)]
    let first = ["AAC", "TC", "ARQC", "reserved"][Int(bytes[0] >> 4 & 3)]
    let names: [(byte: Int, bit: Int, text: String)] = [
      (1, 4, "issuer authentication failed"), (1, 3, "offline PIN verification performed"),
      (1, 2, "offline PIN verification failed"), (1, 1, "unable to go online"),
      (2, 8, "the last online transaction did not end"), (2, 7, "PIN try limit exceeded"),
      (2, 6, "velocity limit exceeded"), (2, 5, "new card"),
      (2, 4, "issuer authentication failed in the last online transaction"),
      (2, 3, "issuer authentication was not performed after an online approval"),
      (2, 2, "the application was blocked by its PIN try limit"),
      (2, 1, "static data authentication failed in the last transaction, which was declined"),
      (3, 4, "script processing failed in the last transaction"),
      (3, 3, "dynamic data authentication failed in the last transaction, which was declined"),
      (3, 2, "dynamic data authentication performed"), (3, 1, "PIN verification not received"),
    ]
    var lines = [
      Explanation("second cryptogram", second), Explanation("first cryptogram", first),
    ]
    for name in names where bytes[name.byte - 1] & 1 << UInt8(name.bit - 1) != 0 {
      lines.append(Explanation("results byte \(name.byte) bit \(name.bit)", name.text))
    }
    let scripts = bytes[2] >> 4
    if scripts > 0 { lines.append(Explanation("script commands done", String(scripts))) }
    return lines
  }
}
