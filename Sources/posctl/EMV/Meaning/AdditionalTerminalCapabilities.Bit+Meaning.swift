import EMVKernel

extension AdditionalTerminalCapabilities.Bit: ExplainedBit {
  var meaning: String {
    switch self {
    case .cash: "cash"
    case .goods: "goods"
    case .services: "services"
    case .cashback: "cashback"
    case .inquiry: "inquiry"
    case .transfer: "transfer"
    case .payment: "payment"
    case .administrative: "administrative transactions"
    case .cashDeposit: "cash deposit"
    case .numericKeys: "numeric keys"
    case .alphabeticKeys: "alphabetic and special keys"
    case .commandKeys: "command keys"
    case .functionKeys: "function keys"
    case .printToAttendant: "prints for the attendant"
    case .printToCardholder: "prints for the cardholder"
    case .displayToAttendant: "displays to the attendant"
    case .displayToCardholder: "displays to the cardholder"
    case .codeTable10: "code table 10"
    case .codeTable9: "code table 9"
    case .codeTable8: "code table 8"
    case .codeTable7: "code table 7"
    case .codeTable6: "code table 6"
    case .codeTable5: "code table 5"
    case .codeTable4: "code table 4"
    case .codeTable3: "code table 3"
    case .codeTable2: "code table 2"
    case .codeTable1: "code table 1"
    }
  }
}
