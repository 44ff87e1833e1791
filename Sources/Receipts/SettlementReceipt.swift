package import HAL
package import PaymentTypes

/// The slip of a settlement (结算单): whether the sums agree, and what is still open.
///
/// Source: UnionPay POS settlement slips; the list of reversals is ours, so that no money that is
/// still under way goes unmentioned.
package struct SettlementReceipt: Hashable, Sendable {
  /// Whether terminal and center count the same.
  package enum Balance: Hashable, Sendable, CaseIterable {
    /// 对账平.
    case balanced
    /// 对账不平.
    case unbalanced
    /// 对账出错: the center did not say.
    case failed

    /// What people call it.
    package func text(_ language: OperatorLanguage) -> String {
      switch (self, language) {
      case (.balanced, .chinese): "对账平"
      case (.balanced, .english): "BALANCED"
      case (.unbalanced, .chinese): "对账不平"
      case (.unbalanced, .english): "NOT BALANCED"
      case (.failed, .chinese): "对账出错"
      case (.failed, .english): "RECONCILIATION FAILED"
      }
    }
  }

  /// What is counted on a line of its own.
  package enum Kind: Hashable, Sendable, CaseIterable {
    /// 消费.
    case sale
    /// 消费撤销.
    case saleVoid
    /// 退货.
    case refund
    /// 预授权完成(请求).
    case completion
    /// 预授权完成(通知).
    case completionNotice
    /// 离线.
    case offline
    /// 圈存.
    case load

    /// What people call it.
    package func text(_ language: OperatorLanguage) -> String {
      switch (self, language) {
      case (.sale, .chinese): "消费"
      case (.sale, .english): "SALE"
      case (.saleVoid, .chinese): "消费撤销"
      case (.saleVoid, .english): "VOID"
      case (.refund, .chinese): "退货"
      case (.refund, .english): "REFUND"
      case (.completion, .chinese): "完成"
      case (.completion, .english): "COMPLETION"
      case (.completionNotice, .chinese): "完成(通知)"
      case (.completionNotice, .english): "COMPL. NOTICE"
      case (.offline, .chinese): "离线"
      case (.offline, .english): "OFFLINE"
      case (.load, .chinese): "圈存"
      case (.load, .english): "LOAD"
      }
    }
  }

  /// One kind's count and sum.
  package struct Total: Hashable, Sendable {
    /// What is counted.
    package var kind: Kind
    /// How many.
    package var count: Int
    /// How much.
    package var sum: TransactionAmount

    /// Puts a total together.
    package init(kind: Kind, count: Int, sum: TransactionAmount) {
      self.kind = kind
      self.count = count
      self.sum = sum
    }
  }

  /// The cards that settle together.
  package struct Group: Hashable, Sendable {
    /// Whether they agree.
    package var balance: Balance
    /// Their totals, in the order of the slip.
    package var totals: [Total]

    /// Puts a group together.
    package init(balance: Balance, totals: [Total]) {
      self.balance = balance
      self.totals = totals
    }
  }

  /// A transaction that is not finished, by what people find it with.
  package struct OpenItem: Hashable, Sendable {
    /// Its voucher number.
    package var voucher: SystemTraceAuditNumber
    /// Its amount.
    package var amount: TransactionAmount
    /// Its card.
    package var pan: PrimaryAccountNumber

    /// Puts an item together.
    package init(
      voucher: SystemTraceAuditNumber, amount: TransactionAmount, pan: PrimaryAccountNumber
    ) {
      self.voucher = voucher
      self.amount = amount
      self.pan = pan
    }
  }

  /// Who settles.
  package var details: TerminalDetails
  /// The batch that is settled.
  package var batch: BatchNumber
  /// When.
  package var time: CivilTime
  /// Cards of this country.
  package var domestic: Group
  /// Cards of others.
  package var foreign: Group
  /// Reversals that the center could not be told and a person has taken over.
  package var handedOverReversals: [OpenItem]
  /// Reversals that the terminal goes on trying.
  package var pendingReversals: [OpenItem]
  /// Offline transactions that the center has not accepted (未成功上送的离线交易).
  package var undeliveredOffline: [OpenItem]
  /// Whether the slip was printed before, or may have been.
  package var isDuplicate: Bool

  /// Puts a settlement together; the lists of open items are empty.
  package init(
    details: TerminalDetails, batch: BatchNumber, time: CivilTime, domestic: Group,
    foreign: Group
  ) {
    self.details = details
    self.batch = batch
    self.time = time
    self.domestic = domestic
    self.foreign = foreign
    handedOverReversals = []
    pendingReversals = []
    undeliveredOffline = []
    isDuplicate = false
  }

  /// The slip, ready for any printer.
  package func document(language: OperatorLanguage = .chinese) -> PrintDocument {
    var slip = DocumentComposer(language)
    slip.heading(slip.word(.settlementTitle))
    slip.rule()
    slip.details(details)
    slip.pair(.batch, batch.text)
    slip.pair(.time, time.text)
    slip.rule()
    Self.add(domestic, .domesticCards, to: &slip)
    Self.add(foreign, .foreignCards, to: &slip)
    Self.add(handedOverReversals, .handedOver, to: &slip)
    Self.add(pendingReversals, .pending, to: &slip)
    Self.add(undeliveredOffline, .unsent, to: &slip)
    slip.end(isDuplicate: isDuplicate, isTest: details.isTest)
    return slip.document
  }

  private static func add(
    _ group: Group, _ name: ReceiptLabel, to slip: inout DocumentComposer
  ) {
    slip.text(
      "\(slip.word(name)): \(group.balance.text(slip.language))", size: .tall, isBold: true)
    if group.totals.isEmpty { return slip.rule() }
    slip.pair(
      slip.word(.kind) + "/" + slip.word(.count), "\(slip.word(.sum)) (RMB)")
    for total in group.totals {
      slip.pair("\(total.kind.text(slip.language)) / \(total.count)", total.sum.text)
    }
    slip.rule()
  }

  private static func add(
    _ items: [OpenItem], _ name: ReceiptLabel, to slip: inout DocumentComposer
  ) {
    if items.isEmpty { return }
    slip.text("\(slip.word(name)) (\(items.count))", isBold: true)
    for item in items {
      slip.pair("\(slip.word(.voucher)) \(item.voucher.text)", item.amount.text)
      slip.text("  \(MaskedCardNumber.text(item.pan))")
    }
    slip.rule()
  }
}
