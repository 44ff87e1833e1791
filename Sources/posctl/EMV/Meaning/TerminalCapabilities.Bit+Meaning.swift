import EMVKernel

extension TerminalCapabilities.Bit: ExplainedBit {
  var meaning: String {
    switch self {
    case .manualKeyEntry: "card numbers can be keyed in"
    case .magneticStripe: "magnetic stripes can be read"
    case .contactChip: "chips with contacts can be read"
    case .plaintextOfflinePIN: "plaintext PIN for the chip"
    case .onlinePIN: "enciphered PIN for the issuer"
    case .signature: "signature on paper"
    case .encipheredOfflinePIN: "enciphered PIN for the chip"
    case .noVerification: "no cardholder verification"
    case .staticAuthentication: "SDA"
    case .dynamicAuthentication: "DDA"
    case .cardCapture: "cards can be kept"
    case .combinedAuthentication: "CDA"
    case .extendedAuthentication: "XDA (EMV 4.4)"
    }
  }
}
