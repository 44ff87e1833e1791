import EMVKernel

extension ApplicationUsageControl.Bit: ExplainedBit {
  var meaning: String {
    switch self {
    case .domesticCash: "valid for cash in the issuer's country"
    case .internationalCash: "valid for cash in other countries"
    case .domesticGoods: "valid for goods in the issuer's country"
    case .internationalGoods: "valid for goods in other countries"
    case .domesticServices: "valid for services in the issuer's country"
    case .internationalServices: "valid for services in other countries"
    case .automatedTellerMachines: "valid at automated teller machines"
    case .otherTerminals: "valid at terminals other than automated teller machines"
    case .domesticCashback: "cashback is allowed in the issuer's country"
    case .internationalCashback: "cashback is allowed in other countries"
    }
  }
}
