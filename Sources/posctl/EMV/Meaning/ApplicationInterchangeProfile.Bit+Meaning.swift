import EMVKernel

extension ApplicationInterchangeProfile.Bit: ExplainedBit {
  var meaning: String {
    switch self {
    case .extendedAuthentication: "XDA is supported (EMV 4.4)"
    case .staticAuthentication: "SDA is supported"
    case .dynamicAuthentication: "DDA is supported"
    case .cardholderVerification: "cardholder verification is supported"
    case .terminalRiskManagement: "terminal risk management is to be performed"
    case .issuerAuthentication: "the issuer is authenticated by EXTERNAL AUTHENTICATE"
    case .combinedAuthentication: "CDA is supported"
    }
  }
}
