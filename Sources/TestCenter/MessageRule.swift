import ISO8583

/// Which fields a message must and may have.
///
/// Written from the standard's tables for the center alone, so that a mistake in the terminal's own
/// rules is found. Fields that are required under a condition stand in `allowed`; the judge knows
/// the conditions.
/// Source: UnionPay POS, field presence of financial and management messages.
struct MessageRule: Sendable {
  let service: CenterService
  let required: ElementSet
  let allowed: ElementSet
  /// Whether the message is a transaction with a card, to which the conditions apply.
  let isFinancial: Bool

  private init(
    _ service: CenterService, _ required: ElementSet, or optional: ElementSet,
    isFinancial: Bool = true
  ) {
    self.service = service
    self.required = required
    allowed = required.union(optional)
    self.isFinancial = isFinancial
  }
}

extension MessageRule {
  /// What says which kind of message it is: type, and fields 3, 25 and 60.1 or 60.3.
  init?(_ request: CenterRequest) {
    switch request.message.type {
    case .reversalRequest: self = Self.reversal
    case .administrativeAdvice:
      guard request.managementCode == "951" else { return nil }
      self = Self.scriptResult
    case .networkManagementRequest, .networkManagementAdvice, .reconciliationRequest, .fileAdvice:
      guard let rule = Self.management(request) else { return nil }
      self = rule
    default:
      let key = [request.message.type.text, request[3], request[25], request.typeCode]
      guard let rule = Self.financial[key.joined(separator: " ")] else { return nil }
      self = rule
    }
  }

  private static func management(_ request: CenterRequest) -> MessageRule? {
    guard request.typeCode == "00" else { return nil }
    return switch (request.message.type.text, request.managementCode) {
    case ("0800", "001"), ("0800", "003"), ("0800", "004"): signIn
    case ("0820", "002"): signOff
    case ("0820", "301"): echo
    case ("0500", "201"): settlement
    case ("0320", "201"): batchList
    case ("0320", "202"), ("0320", "207"): batchEnd
    case ("0320", "203"), ("0320", "204"), ("0320", "205"), ("0320", "206"): batchChipDetail
    default: nil
    }
  }

  private static let financial: [String: MessageRule] = {
    let always: ElementSet = [3, 11, 22, 25, 41, 42, 49, 60, 64]
    let priced = always.union([4])
    let card: ElementSet = [2, 14, 23, 35, 36, 53]
    let cardAndPIN = card.union([26, 52])
    let sale = { MessageRule($0, priced, or: cardAndPIN.union([55, 59, 62, 63])) }
    let void = { MessageRule($0, priced.union([37, 61]), or: cardAndPIN.union([38, 55, 63])) }
    let authorized = { MessageRule($0, priced.union([38, 61]), or: cardAndPIN.union([55, 63])) }
    return [
      "0200 310000 00 01": MessageRule(
        .balanceInquiry, always, or: cardAndPIN.union([55, 62, 63])),
      "0200 000000 00 22": sale(.sale),
      "0200 200000 00 23": void(.saleVoid),
      "0220 200000 00 25": MessageRule(
        .refund, priced.union([37, 61, 63]), or: card.union([38, 55])),
      "0100 030000 06 10": sale(.preAuthorization),
      "0100 200000 06 11": authorized(.preAuthorizationVoid),
      "0200 000000 06 20": authorized(.completionRequest),
      "0220 000000 06 24": authorized(.completionAdvice),
      "0200 200000 06 21": void(.completionVoid),
    ]
  }()

  private static let reversal = MessageRule(
    .reversal, [3, 4, 11, 22, 25, 39, 41, 42, 49, 60, 64],
    or: [2, 14, 23, 38, 53, 55, 59, 61, 63])
  private static let scriptResult = MessageRule(
    .scriptResult, [2, 3, 4, 11, 22, 32, 37, 38, 41, 42, 49, 55, 60, 61, 64], or: [23],
    isFinancial: false)
  private static let signIn = MessageRule(
    .signIn, [11, 41, 42, 60, 63], or: [62], isFinancial: false)
  private static let signOff = MessageRule(
    .signOff, [11, 41, 42, 60], or: [63], isFinancial: false)
  private static let echo = MessageRule(.echo, [41, 42, 60], or: [], isFinancial: false)
  private static let settlement = MessageRule(
    .settlement, [11, 41, 42, 48, 49, 60, 63], or: [], isFinancial: false)
  private static let batchList = MessageRule(
    .batchList, [11, 41, 42, 48, 60], or: [], isFinancial: false)
  private static let batchEnd = MessageRule(
    .batchEnd, [11, 41, 42, 48, 60], or: [], isFinancial: false)
  private static let batchChipDetail = MessageRule(
    .batchChipDetail, [2, 4, 11, 22, 41, 42, 55, 60, 62], or: [23], isFinancial: false)
}
