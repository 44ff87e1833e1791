extension CardPersonality {
  /// The cards on the bench's counter, in the order in which a panel shows them.
  ///
  /// Every number begins with 62, is made up and passes the check digit test; every PIN is 123456.
  package static let benchCards: [CardPersonality] = [
    chip(
      "chip-debit-online-pin", "借记卡（联机密码）", "Debit card, online PIN",
      UnionPayTestCard(pan: "6216261000000000018")),
    chip(
      "chip-credit-signature", "信用卡（签名）", "Credit card, signature",
      UnionPayTestCard(
        pan: "6221558812340005", product: .credit, verification: .signature)),
    chip(
      "chip-no-cvm", "免密免签卡", "Card without verification",
      UnionPayTestCard(pan: "6216261000000000026", verification: .none)),
    chip(
      "chip-low-balance", "余额不足的卡", "Card with little money",
      UnionPayTestCard(pan: "6216261000000000034", balanceMinorUnits: 100)),
    chip(
      "chip-declines-after-approval", "中心批准后卡片拒绝", "Declines after the center's approval",
      UnionPayTestCard(pan: "6216261000000000042")
    ) { $0.applications[0].finalVerdict = .declined },
    chip(
      "chip-declines-offline", "卡片脱机拒绝", "Declines without the center",
      UnionPayTestCard(pan: "6216261000000000059")
    ) { $0.applications[0].firstVerdict = .declined },
    chip(
      "chip-expired", "过期卡", "Expired card",
      UnionPayTestCard(pan: "6216261000000000067", expirationDate: "201231")),
    twoApplications("chip-two-applications", "双应用卡", "Card with two applications"),
    twoApplications(
      "chip-first-application-refuses", "第一应用拒绝的卡", "First application refuses to start"
    ) {
      $0.applications[0].rejectsProcessingOptions = true
    },
    chip(
      "chip-pulled-early", "读卡中途拔出", "Pulled while it is read",
      UnionPayTestCard(pan: "6216261000000000075")
    ) { $0.commandsUntilRemoval = 5 },
    chip(
      "chip-mute", "芯片失效的卡", "Card with a dead chip",
      UnionPayTestCard(pan: "6216261000000000083")
    ) { $0.answerToReset = nil },
    stripe(
      "stripe-debit", "磁条借记卡", "Stripe debit card",
      UnionPayTestCard(pan: "6200000000000005", serviceCode: "120")),
    stripe(
      "stripe-of-chip-card", "芯片卡的磁条", "Stripe that announces a chip",
      UnionPayTestCard(pan: "6200000000000047", serviceCode: "220")),
    stripe(
      "stripe-unreadable", "磁条损坏的卡", "Card with a scratched stripe",
      UnionPayTestCard(pan: "6221558812340013", serviceCode: "120")
    ) { $0.isUnreadable = true },
  ]

  /// The card of the bench with this identifier, or nil.
  package static func benchCard(_ identifier: String) -> CardPersonality? {
    benchCards.first { $0.identifier == identifier }
  }

  /// The simplest answer to reset with T=0.
  ///
  /// Source: EMV 4.3 Book 1, table 16.
  private static let answerToReset: [UInt8] = [0x3B, 0x60, 0x00, 0x00]

  private static func chip(
    _ identifier: String, _ chineseName: String, _ englishName: String, _ card: UnionPayTestCard,
    _ change: (inout ChipPersonality) -> Void = { _ in }
  ) -> CardPersonality {
    var chip = ChipPersonality(answerToReset: answerToReset, applications: [card.application])
    change(&chip)
    return CardPersonality(
      identifier: identifier, chineseName: chineseName, englishName: englishName, chip: chip,
      stripe: card.stripe, accounts: [card.account])
  }

  private static func twoApplications(
    _ identifier: String, _ chineseName: String, _ englishName: String,
    _ change: (inout ChipPersonality) -> Void = { _ in }
  ) -> CardPersonality {
    let credit = UnionPayTestCard(
      pan: "6221558812340021", product: .credit, verification: .signature)
    let debit = UnionPayTestCard(pan: "6216261000000000091")
    var second = debit.application
    second.priorityIndicator = 2
    var chip = ChipPersonality(
      answerToReset: answerToReset, applications: [credit.application, second])
    change(&chip)
    return CardPersonality(
      identifier: identifier, chineseName: chineseName, englishName: englishName, chip: chip,
      stripe: credit.stripe, accounts: [credit.account, debit.account])
  }

  private static func stripe(
    _ identifier: String, _ chineseName: String, _ englishName: String, _ card: UnionPayTestCard,
    _ change: (inout StripePersonality) -> Void = { _ in }
  ) -> CardPersonality {
    var stripe = card.stripe
    change(&stripe)
    var account = card.account
    account.sequenceNumber = nil
    account.issuerMasterKey = nil
    return CardPersonality(
      identifier: identifier, chineseName: chineseName, englishName: englishName, chip: nil,
      stripe: stripe, accounts: [account])
  }
}
