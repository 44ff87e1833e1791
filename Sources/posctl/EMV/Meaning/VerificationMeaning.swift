import EMVKernel

/// How cardholders are verified, in words.
enum VerificationMeaning {
  /// A whole list (8E).
  static func list(_ value: [UInt8]) -> [Explanation]? {
    guard let list = CardholderVerificationMethodList(value) else { return nil }
    var lines = [
      Explanation("amount X", String(list.amountX)), Explanation("amount Y", String(list.amountY)),
    ]
    for (index, rule) in list.rules.enumerated() {
      let follow =
        rule.letsNextFollow ? "if it fails, the next rule" : "if it fails, verification fails"
      lines.append(
        Explanation(
          "rule \(index + 1)",
          "\(method(rule.methodByte)), \(condition(rule.conditionByte)); \(follow)"))
    }
    return lines
  }

  /// The results (9F34).
  static func results(_ value: [UInt8]) -> [Explanation]? {
    guard value.count == 3 else { return nil }
    let performed =
      value[0] & 0x3F == 0x3F ? "no method was performed" : method(value[0])
    return [
      Explanation("method", performed), Explanation("condition", condition(value[1])),
      Explanation("result", result(value[2])),
    ]
  }

  private static func method(_ byte: UInt8) -> String {
    let code = byte & 0x3F
    guard let method = CardholderVerificationRule.Method(rawValue: code) else {
      return switch code {
      case 0x06...0x0F: "biometric method \(CalculatorText.hexadecimal(code)) (EMV 4.4)"
      case 0x20...0x2F: "method \(CalculatorText.hexadecimal(code)) of the payment system"
      case 0x30...0x3E: "method \(CalculatorText.hexadecimal(code)) of the issuer"
      default: "unknown method \(CalculatorText.hexadecimal(code))"
      }
    }
    return switch method {
    case .fail: "fail cardholder verification"
    case .plaintextPIN: "plaintext PIN verified by the chip"
    case .onlinePIN: "enciphered PIN verified online"
    case .plaintextPINAndSignature: "plaintext PIN verified by the chip, and signature"
    case .encipheredPIN: "enciphered PIN verified by the chip"
    case .encipheredPINAndSignature: "enciphered PIN verified by the chip, and signature"
    case .signature: "signature"
    case .none: "no verification required"
    }
  }

  private static func condition(_ byte: UInt8) -> String {
    guard let condition = CardholderVerificationRule.Condition(rawValue: byte) else {
      return "in unknown condition \(CalculatorText.hexadecimal(byte))"
    }
    return switch condition {
    case .always: "always"
    case .unattendedCash: "if unattended cash"
    case .notCash: "if neither cash nor cashback"
    case .methodSupported: "if the terminal supports it"
    case .manualCash: "if manual cash"
    case .cashback: "if purchase with cashback"
    case .belowX: "if in the application's currency and below X"
    case .aboveX: "if in the application's currency and above X"
    case .belowY: "if in the application's currency and below Y"
    case .aboveY: "if in the application's currency and above Y"
    }
  }

  private static func result(_ byte: UInt8) -> String {
    guard let result = CVMResults.Result(rawValue: byte) else {
      return "unknown result \(CalculatorText.hexadecimal(byte))"
    }
    return switch result {
    case .unknown: "unknown, as others verify it"
    case .failed: "failed"
    case .successful: "successful"
    }
  }
}
