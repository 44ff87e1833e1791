import EMVKernel
import MockDevices
import PaymentTypes
import YAMLDocument

/// Reads what a case says of the transaction and of the cardholder.
enum TransactionReader {
  private enum Kind: String, CaseIterable {
    case purchase
    case cash
    case cashback
    case refund
    case inquiry

    var kind: TransactionParameters.Kind {
      switch self {
      case .purchase: .purchase
      case .cash: .cash
      case .cashback: .purchaseWithCashback
      case .refund: .refund
      case .inquiry: .balanceInquiry
      }
    }
  }

  private enum PINEntry: String, CaseIterable {
    case entered
    case bypassed
    case padUnavailable = "pad-unavailable"
  }

  /// Without a node a sale of 123.45 on 23 November 2026.
  static func transaction(_ node: YAMLNode?) throws(YAMLError) -> TransactionParameters {
    let mapping = try node?.mapping(allowing: [
      "amount", "cashback", "kind", "date", "forced-online", "chance", "number",
    ])
    let date = try mapping?["date"]?.digits(6...6, "a day as YYMMDD") ?? Array("261123".utf8)
    let parts = stride(from: 0, to: 6, by: 2).map {
      Int(date[$0] - 48) * 10 + Int(date[$0 + 1] - 48)
    }
    guard let amount = TransactionAmount(minorUnits: try units(mapping?["amount"]) ?? 12_345),
      let cashback = TransactionAmount(minorUnits: try units(mapping?["cashback"]) ?? 0),
      let counter = SystemTraceAuditNumber(3)
    else { preconditionFailure("twelve digits are an amount") }
    return TransactionParameters(
      amount: amount, cashbackAmount: cashback,
      kind: try mapping?["kind"]?.oneOf(Kind.self).kind ?? .purchase,
      time: CivilTime(
        year: 2000 + parts[0], month: parts[1], day: parts[2], hour: 20, minute: 13, second: 5),
      unpredictableNumber: try mapping?["number"]?.bytes(4...4).reduce(0) { $0 << 8 | UInt32($1) }
        ?? 0x1122_3344,
      sequenceCounter: counter,
      randomPercentage: try mapping?["chance"]?.integer(in: 1...99) ?? 50,
      isForcedOnline: try mapping?["forced-online"]?.boolean() ?? false)
  }

  /// An amount in minor units.
  private static func units(_ node: YAMLNode?) throws(YAMLError) -> Int? {
    try node?.integer(in: 0...999_999_999_999)
  }

  static func history(
    _ node: YAMLNode?
  ) throws(YAMLError) -> TerminalRiskManagement.CardHistory {
    let mapping = try node?.mapping(allowing: ["last-amount", "on-exception-file"])
    return TerminalRiskManagement.CardHistory(
      lastAmount: try units(mapping?["last-amount"]) ?? 0,
      isOnExceptionFile: try mapping?["on-exception-file"]?.boolean() ?? false)
  }

  static func cardholder(_ node: YAMLNode?) throws(YAMLError) -> CardCase.Cardholder {
    var cardholder = CardCase.Cardholder()
    let mapping = try node?.mapping(allowing: [
      "chooses", "online-pin", "offline-pins", "accepts",
    ])
    if let node = mapping?["chooses"] {
      let isNone = node.content == .scalar("nothing", isPlain: true)
      cardholder.choice = isNone ? nil : try node.integer(in: 1...100)
    }
    if let node = mapping?["online-pin"] {
      cardholder.onlinePIN =
        switch try node.oneOf(PINEntry.self) {
        case .entered: .entered
        case .bypassed: .bypassed
        case .padUnavailable: .padUnavailable
        }
    }
    for node in try mapping?["offline-pins"]?.sequence() ?? [] {
      let isBypassed = node.content == .scalar("bypassed", isPlain: true)
      cardholder.offlinePINs.append(
        isBypassed ? .nothing : .digits(try node.digits(4...12, "4 to 12 digits, or bypassed")))
    }
    cardholder.acceptsByForce = try mapping?["accepts"]?.boolean() ?? false
    return cardholder
  }
}
