package import PaymentTypes

/// What a response code means, in words and in deeds (field 39).
///
/// Source: UnionPay POS, response codes: class, cashier display, what the terminal does.
package struct ResponseMeaning: Hashable, Sendable {
  /// The standard's classes.
  package enum Class: String, Hashable, Sendable {
    /// Approved.
    case approved = "A"
    /// Failed, may be tried again.
    case retry = "B"
    /// Failed, not to be tried again.
    case declined = "C"
    /// Failed, the cashier must act.
    case operatorAction = "D"
    /// Failed by a fault of a system.
    case systemFault = "E"
    /// Not in the table: failed.
    case unknown = "-"
  }

  /// What the terminal does once the transaction has its outcome.
  package enum Action: Hashable, Sendable {
    /// Records the approval and prints.
    case complete
    /// Records an approval of less than was asked, and asks for the rest; in a sale only.
    case completePart
    /// Ends the transaction.
    case end
    /// Ends, and lets the amount be entered again.
    case enterAmountAgain
    /// Ends, and lets the card be presented again.
    case presentCardAgain
    /// Ends, and tells the cashier to keep the card.
    case keepCard
    /// Ends, and lets the PIN be entered again in a new message where the card allows it.
    case enterPINAgain
    /// Ends, and says to try later.
    case tryLater
    /// Ends, and signs in again before anything else.
    case signInAgain
    /// Ends, and stops trading until the acquirer has been called.
    case stopTrading
    /// Ends, and uploads the offline transactions again.
    case uploadAgain
  }

  /// The code.
  package let code: ResponseCode
  /// Its class.
  package let category: Class
  /// What the cashier reads.
  package let words: BilingualText
  /// What the terminal does.
  package let action: Action

  /// Whether the money moved: 00, 10, 11, 16, A2, A4, A5 and A6.
  package var isApproval: Bool { category == .approved }

  /// Looks a code up; one that is not in the table is a failure that shows its code.
  package init(of code: ResponseCode) {
    self = Self.table[code.text] ?? Self(unlisted: code)
  }

  private init(unlisted code: ResponseCode) {
    self.code = code
    category = .unknown
    words = BilingualText("交易失败 \(code.text)", "Failed \(code.text)")
    action = .end
  }

  private init(
    _ code: ResponseCode, _ category: Class, _ chinese: String, _ english: String,
    _ action: Action
  ) {
    self.code = code
    self.category = category
    words = BilingualText(chinese, english)
    self.action = action
  }

  /// Every code with a published meaning, by code.
  package static let all: [ResponseMeaning] = table.values.sorted { $0.code.text < $1.code.text }

  private static let table: [String: ResponseMeaning] = {
    let rows: [(String, Class, String, String, Action)] = [
      ("00", .approved, "交易成功", "Approved", .complete),
      ("01", .declined, "请持卡人与发卡银行联系", "Refer to card issuer", .end),
      ("03", .declined, "无效商户", "Invalid merchant", .end),
      ("04", .operatorAction, "此卡被没收", "Keep the card", .keepCard),
      ("05", .declined, "持卡人认证失败", "Cardholder not verified", .end),
      ("10", .approved, "交易成功，但为部分承兑", "Approved for a part", .completePart),
      ("11", .approved, "成功，VIP客户", "Approved, VIP", .complete),
      ("12", .declined, "无效交易", "Invalid transaction", .end),
      ("13", .retry, "无效金额", "Invalid amount", .enterAmountAgain),
      ("14", .retry, "无效卡号", "Invalid card number", .presentCardAgain),
      ("15", .declined, "此卡无对应发卡方", "No such issuer", .end),
      ("16", .approved, "交易成功，请更新第三磁道", "Approved, update track 3", .complete),
      ("21", .declined, "该卡未初始化或睡眠卡", "Card not activated or dormant", .end),
      ("22", .declined, "操作有误，或超出交易允许天数", "Wrong operation, or too late", .end),
      ("25", .declined, "没有原始交易，请联系发卡方", "Original transaction not found", .end),
      ("30", .declined, "请重试", "Format error, try again", .end),
      ("34", .operatorAction, "作弊卡，吞卡", "Suspected fraud, keep the card", .keepCard),
      ("38", .operatorAction, "密码错误次数超限，请与发卡方联系", "PIN tries exceeded, call the issuer", .end),
      ("40", .declined, "发卡方不支持的交易类型", "Not supported by the issuer", .end),
      ("41", .operatorAction, "挂失卡，请没收", "Lost card, keep it", .keepCard),
      ("43", .operatorAction, "被窃卡，请没收", "Stolen card, keep it", .keepCard),
      ("51", .declined, "可用余额不足", "Insufficient funds", .end),
      ("54", .declined, "该卡已过期", "Expired card", .end),
      ("55", .declined, "密码错", "Wrong PIN", .enterPINAgain),
      ("57", .declined, "不允许此卡交易", "Not permitted to this card", .end),
      ("58", .declined, "发卡方不允许该卡在本终端进行此交易", "Not permitted at this terminal", .end),
      ("59", .declined, "卡片校验错", "Card verification failed", .end),
      ("61", .declined, "交易金额超限", "Amount limit exceeded", .end),
      ("62", .declined, "受限制的卡", "Restricted card", .end),
      ("64", .declined, "交易金额与原交易不匹配", "Amount differs from the original", .end),
      ("65", .declined, "超出消费次数限制", "Count limit exceeded", .end),
      ("68", .declined, "交易超时，请重试", "Issuer timed out, try again", .tryLater),
      ("75", .declined, "密码错误次数超限", "PIN tries exceeded", .end),
      ("77", .operatorAction, "请向网络中心签到", "Sign in to the center", .signInAgain),
      ("79", .declined, "重传脱机数据", "Upload offline data again", .uploadAgain),
      ("90", .declined, "系统日切，请稍后重试", "Day cut-over, try later", .tryLater),
      ("91", .declined, "发卡方状态不正常，请稍后重试", "Issuer unavailable, try later", .tryLater),
      ("92", .declined, "发卡方线路异常，请稍后重试", "Line to issuer down, try later", .tryLater),
      ("94", .declined, "拒绝，重复交易，请稍后重试", "Duplicate, try later", .tryLater),
      ("96", .declined, "拒绝，交换中心异常，请稍后重试", "System error, try later", .tryLater),
      ("97", .operatorAction, "终端未登记", "Terminal not registered", .stopTrading),
      ("98", .systemFault, "发卡方超时", "No answer from the issuer", .tryLater),
      ("99", .retry, "PIN格式错，请重新签到", "PIN format error, sign in again", .signInAgain),
      ("A0", .retry, "MAC校验错，请重新签到", "MAC error, sign in again", .signInAgain),
      ("A1", .declined, "转账货币不一致", "Currencies differ", .end),
      ("A2", .approved, "交易成功，请向发卡行确认", "Approved, confirm with the issuer", .complete),
      ("A3", .declined, "账户不正确", "Wrong account", .end),
      ("A4", .approved, "交易成功，请向发卡行确认", "Approved, confirm with the issuer", .complete),
      ("A5", .approved, "交易成功，请向发卡行确认", "Approved, confirm with the issuer", .complete),
      ("A6", .approved, "交易成功，请向发卡行确认", "Approved, confirm with the issuer", .complete),
      ("A7", .declined, "拒绝，交换中心异常，请稍后重试", "Security processing failed", .signInAgain),
    ]
    var table: [String: ResponseMeaning] = [:]
    for (text, category, chinese, english, action) in rows {
      guard let code = ResponseCode(text) else { continue }
      table[text] = ResponseMeaning(code, category, chinese, english, action)
    }
    return table
  }()
}
