import CenterProtocol
package import Connectivity
package import HAL
import Ledger
package import PaymentTypes
package import TerminalFlows

/// The words of every screen, in Chinese and English: the only file that holds them.
package struct OperatorText: Sendable {
  /// The language of the screens.
  package let language: OperatorLanguage

  /// Makes the words of one language.
  package init(_ language: OperatorLanguage) { self.language = language }

  /// A screen as lines of text below a status line.
  package func content(
    of screen: Screen, caption: ConnectivityCaption, isTestMode: Bool
  ) -> DisplayContent {
    let page = page(of: screen, caption: caption)
    let mark = isTestMode ? say("测试 ", "TEST ") : ""
    let style: DisplayContent.Style =
      switch caption.trust {
      case .fresh: .success
      case .doubtful, .stale: .warning
      case .nothingClaimed: .failure
      }
    return DisplayContent(
      identifier: screen.identifier, status: .init(mark + caption.text(language), style),
      title: page.title, lines: page.lines, hint: page.hint)
  }

  private func say(_ chinese: String, _ english: String) -> String {
    language.pick(chinese, english)
  }

  /// A screen below its status line.
  fileprivate struct Page {
    let title: String
    var lines: [DisplayContent.Line] = []
    var hint = ""
  }

  private func page(of screen: Screen, caption: ConnectivityCaption) -> Page {
    switch screen {
    case .starting: starting
    case .idle: idle(caption)
    case .menu: menu
    case .enterAmount(let type, let minorUnits): enterAmount(type, minorUnits)
    case .enterVoucher(let digits): enterVoucher(digits)
    case .confirmVoid(let transaction): confirmVoid(transaction)
    case .presentCard(let amount, let entry, let note): presentCard(amount, entry, note)
    case .chooseApplication(let labels): chooseApplication(labels)
    case .readingCard: readingCard
    case .enterPIN(let amount, let digitCount, let note): enterPIN(amount, digitCount, note)
    case .waitingForCenter(let request): waitingForCenter(request)
    case .removeCard: removeCard
    case .approved(let type, let amount, let remark): approved(type, amount, remark)
    case .declined(let code): declined(code)
    case .cardRefused(let problem): cardRefused(problem)
    case .notStarted(let reason): notStarted(reason)
    case .unknownOutcome(let amount): unknownOutcome(amount)
    case .reversed(let amount): reversed(amount)
    case .printing(let copy): printing(copy)
    case .tearOff(let isPaperLow): tearOff(isPaperLow: isPaperLow)
    case .printerTrouble(let trouble): printerTrouble(trouble)
    case .confirmSettlement(let totals): confirmSettlement(totals)
    case .settling(let step): settling(step)
    case .settled(let outcome): settled(outcome)
    case .diagnosis(let trouble): diagnosis(trouble, limits: caption.limits)
    case .notice(let notice): self.notice(notice)
    case .stopped(let trouble): stopped(trouble)
    }
  }
}

// The pages, in the order of the cases of `Screen`.
extension OperatorText {
  private var starting: Page {
    Page(
      title: say("联机收款终端", "Lianji terminal"),
      lines: [.init(say("正在启动…", "Starting…"))])
  }

  private func idle(_ caption: ConnectivityCaption) -> Page {
    var lines: [DisplayContent.Line] = []
    if let trouble = caption.trouble {
      lines = self.lines(of: trouble)
    } else if caption.rung == .readyToTrade {
      lines = [.init(say("请输入金额", "Enter an amount"), .large)]
      lines += caption.limits.prefix(2).flatMap(self.lines(ofLimit:))
    } else {
      lines = [.init(say("正在连接中心…", "Connecting to the center…"))]
    }
    return Page(
      title: say("联机收款终端", "Lianji terminal"), lines: lines,
      hint: say("按数字键收款 · 菜单键更多", "Digits: sale · Menu: more"))
  }

  private var menu: Page {
    Page(
      title: say("菜单", "Menu"),
      lines: [
        .init(say("1 消费", "1 Sale")), .init(say("2 消费撤销", "2 Void")),
        .init(say("3 结算", "3 Settlement")), .init(say("4 签到", "4 Sign-in")),
        .init(say("5 重打印", "5 Reprint")), .init(say("6 连接诊断", "6 Connection")),
      ], hint: say("按数字选择 · 红键返回", "Digit: choose · Red: back"))
  }

  private func enterAmount(_ type: TransactionType, _ minorUnits: Int) -> Page {
    let amount = TransactionAmount(minorUnits: minorUnits) ?? .zero
    return Page(
      title: name(of: type),
      lines: [.init(say("请输入金额", "Enter the amount")), .init("RMB " + amount.text, .entry)],
      hint: say("绿键确认 · 黄键清除 · 红键取消", "Green: OK · Yellow: clear · Red: cancel"))
  }

  private func enterVoucher(_ digits: String) -> Page {
    Page(
      title: say("消费撤销", "Void"),
      lines: [
        .init(say("请输入原凭证号", "Voucher number of the sale")),
        .init(digits.isEmpty ? "______" : digits, .entry),
      ], hint: say("绿键确认 · 红键取消", "Green: OK · Red: cancel"))
  }

  private func confirmVoid(_ transaction: LedgerTransaction) -> Page {
    Page(
      title: say("消费撤销", "Void"),
      lines: [
        .init(transaction.intent.maskedPAN),
        .init(say("凭证号 ", "Voucher ") + transaction.intent.identity.trace.text),
        .init("RMB " + transaction.intent.amount.text, .large),
      ], hint: say("绿键撤销 · 红键取消", "Green: void · Red: cancel"))
  }

  private func presentCard(
    _ amount: TransactionAmount, _ entry: Screen.CardEntry, _ note: Screen.PresentCardNote?
  ) -> Page {
    let title =
      switch entry {
      case .any: say("请插卡或刷卡", "Insert or swipe the card")
      case .chip: say("请插卡", "Insert the card")
      case .stripe: say("请刷卡", "Swipe the card")
      }
    return Page(
      title: title,
      lines: [.init("RMB " + amount.text, .large)] + (note.map { [line(of: $0)] } ?? []),
      hint: say("红键取消", "Red: cancel"))
  }

  private func chooseApplication(_ labels: [String]) -> Page {
    Page(
      title: say("请选择应用", "Choose the application"),
      lines: labels.enumerated().map { .init("\($0.offset + 1) \($0.element)") },
      hint: say("按数字选择 · 红键取消", "Digit: choose · Red: cancel"))
  }

  private var readingCard: Page {
    Page(
      title: say("正在读卡", "Reading the card"),
      lines: [.init(say("请勿拔卡", "Leave the card in"))])
  }

  private func enterPIN(
    _ amount: TransactionAmount, _ digitCount: Int, _ note: Screen.PINNote?
  ) -> Page {
    Page(
      title: say("请输入密码", "Enter the PIN"),
      lines: [.init("RMB " + amount.text, .large)] + lines(of: note) + [
        .init(String(repeating: "*", count: digitCount), .entry)
      ], hint: say("绿键确认 · 黄键清除 · 红键取消", "Green: OK · Yellow: clear · Red: cancel"))
  }

  private func waitingForCenter(_ request: Screen.CenterRequest) -> Page {
    Page(
      title: say("正在处理", "Processing"),
      lines: lines(of: request))
  }

  private var removeCard: Page {
    Page(
      title: say("请取走卡片", "Remove the card"),
      lines: [.init(say("处理中,请稍候", "One moment, please"))])
  }

  private func approved(
    _ type: TransactionType, _ amount: TransactionAmount, _ remark: String
  ) -> Page {
    Page(
      title: name(of: type),
      lines: [.init(say("交易成功", "Approved"), .success), .init("RMB " + amount.text, .large)]
        + (remark.isEmpty ? [] : [.init(remark, .small)]))
  }

  private func declined(_ code: ResponseCode) -> Page {
    Page(
      title: say("交易失败", "Declined"),
      lines: [
        .init(words(of: code), .failure),
        .init(say("中心应答 ", "Center answered ") + code.text, .small),
      ])
  }

  private func cardRefused(_ problem: Screen.CardProblem) -> Page {
    Page(
      title: say("交易未进行", "No transaction"),
      lines: [.init(words(of: problem), .failure), .init(say("未扣款", "Nothing was debited"))])
  }

  private func notStarted(_ reason: Screen.NotStarted) -> Page {
    Page(
      title: say("交易未进行", "No transaction"),
      lines: lines(of: reason))
  }

  private func unknownOutcome(_ amount: TransactionAmount) -> Page {
    Page(
      title: say("结果未知", "Outcome unknown"),
      lines: [
        .init("RMB " + amount.text, .large),
        .init(say("正在自动冲正,请勿重复收款", "Reversing; do not charge again"), .warning),
      ])
  }

  private func reversed(_ amount: TransactionAmount) -> Page {
    Page(
      title: say("交易已冲正", "Reversed"),
      lines: [
        .init("RMB " + amount.text, .large),
        .init(say("未扣款,可以重新交易", "Nothing stays debited; you may try again"), .warning),
      ])
  }

  private func printing(_ copy: SlipCopy) -> Page {
    Page(
      title: say("正在打印", "Printing"),
      lines: [
        .init(
          copy == .merchant ? say("商户存根", "Merchant copy") : say("持卡人存根", "Cardholder copy"))
      ])
  }

  private func tearOff(isPaperLow: Bool) -> Page {
    Page(
      title: say("请撕下签购单", "Tear off the slip"),
      lines: isPaperLow
        ? [.init(say("打印纸将用完,请准备换纸", "Paper nearly out: have a roll ready"), .warning)] : [],
      hint: say("绿键打印持卡人存根 · 红键不打印", "Green: cardholder copy · Red: none"))
  }

  private func printerTrouble(_ trouble: TroubleCause) -> Page {
    Page(
      title: say("无法打印", "Can't print"),
      lines: lines(of: trouble) + [.init(say("交易结果不受影响", "The transaction stands"), .small)],
      hint: say("绿键重试 · 红键稍后重打", "Green: try again · Red: later"))
  }

  private func confirmSettlement(_ totals: BatchTotals) -> Page {
    Page(
      title: say("结算", "Settlement"),
      lines: [
        .init(sum(say("消费", "Sales"), totals.domestic.debit, totals.foreign.debit)),
        .init(sum(say("撤销", "Voids"), totals.domestic.credit, totals.foreign.credit)),
      ], hint: say("绿键结算 · 红键取消", "Green: settle · Red: cancel"))
  }

  private func settling(_ step: Screen.SettlementStep) -> Page {
    Page(
      title: say("正在结算", "Settling"),
      lines: [.init(words(of: step))])
  }

  private func settled(_ outcome: Screen.SettlementOutcome) -> Page {
    switch outcome {
    case .closed(let domestic, let foreign):
      Page(
        title: say("结算完成", "Settled"),
        lines: [
          .init(say("内卡 ", "Domestic ") + words(of: domestic), style(of: domestic)),
          .init(say("外卡 ", "Foreign ") + words(of: foreign), style(of: foreign)),
        ])
    case .interrupted(let trouble):
      Page(
        title: say("结算未完成", "Settlement not finished"),
        lines: lines(of: trouble))
    }
  }

  private func diagnosis(_ trouble: TroubleCause?, limits: [TroubleCause]) -> Page {
    var lines = trouble.map(lines(of:)) ?? []
    lines += limits.filter { $0 != trouble }.flatMap(self.lines(ofLimit:))
    if lines.isEmpty { lines = [.init(say("一切正常", "All is well"), .success)] }
    return Page(
      title: say("连接诊断", "Connection"), lines: lines,
      hint: say("红键返回", "Red: back"))
  }

  private func notice(_ notice: Screen.Notice) -> Page {
    Page(title: say("提示", "Notice"), lines: lines(of: notice))
  }

  private func stopped(_ trouble: TroubleCause) -> Page {
    Page(
      title: say("已停止收款", "Sales stopped"), lines: lines(of: trouble))
  }
}

// Words inside the pages.
extension OperatorText {
  private func name(of type: TransactionType) -> String {
    switch type {
    case .sale: say("消费", "Sale")
    case .saleVoid: say("消费撤销", "Void")
    }
  }

  private func lines(of trouble: TroubleCause) -> [DisplayContent.Line] {
    let advice = trouble.advice(language)
    return [
      .init(advice.what, .failure), .init(advice.cure),
      .init("\(advice.code) · \(advice.person.text(language))", .small),
    ]
  }

  /// What is missing, and the terminal does without.
  private func lines(ofLimit trouble: TroubleCause) -> [DisplayContent.Line] {
    let advice = trouble.advice(language)
    return [
      .init(advice.what, .warning),
      .init("\(advice.cure) · \(advice.code) · \(advice.person.text(language))", .small),
    ]
  }

  private func line(of note: Screen.PresentCardNote) -> DisplayContent.Line {
    switch note {
    case .swipeAgain: .init(say("读卡失败,请重刷", "Can't read it: swipe again"), .warning)
    case .insertChip: .init(say("芯片卡,请插卡", "Chip card: insert it"), .warning)
    case .swipeEncrypted:
      .init(say("磁条已加密,无法读取", "Stripe encrypted: no key here"), .warning)
    case .swipeReaderExhausted:
      .init(say("刷卡器密钥用尽,请报修", "Swipe reader out of keys"), .warning)
    case .notAPaymentCard: .init(say("不是支付卡", "Not a payment card"), .warning)
    case .chipSilent:
      .init(say("读不到芯片,请重插", "Can't read the chip: insert it again"), .warning)
    case .swipeInstead:
      .init(say("芯片无法读取,请刷卡", "Chip unreadable: swipe the card"), .warning)
    case .otherCard: .init(say("不是原交易的卡", "Not the card of the sale"), .warning)
    }
  }

  private func lines(of request: Screen.CenterRequest) -> [DisplayContent.Line] {
    switch request {
    case .signIn: [.init(say("正在签到", "Signing in"))]
    case .authorization(let amount):
      [
        .init("RMB " + amount.text, .large),
        .init(say("正在请求中心授权", "Asking the center")),
      ]
    case .reversal: [.init(say("正在冲正", "Reversing"))]
    case .echo: [.init(say("正在测试连接", "Testing the connection"))]
    }
  }

  private func lines(of reason: Screen.NotStarted) -> [DisplayContent.Line] {
    switch reason {
    case .cancelled: [.init(say("已取消", "Cancelled"), .warning)]
    case .timedOut: [.init(say("操作超时", "Timed out"), .warning)]
    case .noConnection(let trouble), .blocked(let trouble):
      lines(of: trouble) + [.init(say("未扣款", "Nothing was debited"), .small)]
    case .noSuchTransaction: [.init(say("无此交易或已撤销", "No such sale, or void already"), .failure)]
    }
  }

  private func lines(of notice: Screen.Notice) -> [DisplayContent.Line] {
    switch notice {
    case .signedIn(let batch):
      [
        .init(say("签到成功", "Signed in"), .success),
        .init(say("批次号 ", "Batch ") + batch.text),
      ]
    case .signInFailed(let trouble): lines(of: trouble)
    case .nothingToReprint: [.init(say("没有可重打的交易", "Nothing to reprint"))]
    case .nothingToSettle: [.init(say("没有可结算的交易", "Nothing to settle"))]
    case .pinBlocked:
      [
        .init(say("密码已锁定", "PIN blocked"), .failure),
        .init(say("请联系发卡行", "Ask your bank"), .small),
      ]
    }
  }

  private func lines(of note: Screen.PINNote?) -> [DisplayContent.Line] {
    switch note {
    case nil: []
    case .wrong(nil): [.init(say("密码错,请重新输入", "Wrong PIN, try again"), .warning)]
    case .wrong(let tries?):
      [.init(say("密码错,还可输入\(tries)次", "Wrong PIN, \(tries) tries left"), .warning)]
    case .lastTry(isRetry: true):
      [.init(say("密码错,最后一次机会", "Wrong PIN, last try"), .warning)]
    case .lastTry(isRetry: false): [.init(say("最后一次机会", "Last try"), .warning)]
    }
  }

  private func words(of code: ResponseCode) -> String {
    let words = ResponseMeaning(of: code).words
    return say(words.chinese, words.english)
  }

  private func words(of problem: Screen.CardProblem) -> String {
    switch problem {
    case .removed: say("卡片取出过早", "Card removed too early")
    case .mute: say("芯片无应答", "The chip does not answer")
    case .noApplication: say("此卡无可用应用", "No usable application on the card")
    case .blocked: say("此卡已锁定", "The card is blocked")
    case .declinedOffline: say("卡片拒绝交易", "The card declined")
    case .faulty: say("卡片应答异常", "The card answers wrongly")
    case .otherCard: say("不是原交易的卡", "Not the card of the sale")
    }
  }

  private func words(of step: Screen.SettlementStep) -> String {
    switch step {
    case .reversal: say("正在冲正", "Reversing what is in doubt")
    case .totals: say("正在对账", "Comparing totals")
    case .upload(let done, let total): say("正在上送 \(done)/\(total)", "Sending \(done)/\(total)")
    case .closing: say("正在结束批次", "Closing the batch")
    }
  }

  private func words(of verdict: SettlementVerdict) -> String {
    switch verdict {
    case .balanced: say("对账平", "balanced")
    case .unbalanced: say("对账不平", "not balanced")
    case .failed: say("对账出错", "could not compare")
    }
  }

  private func style(of verdict: SettlementVerdict) -> DisplayContent.Style {
    verdict == .balanced ? .success : .warning
  }

  private func sum(
    _ label: String, _ domestic: BatchTotals.Sum, _ foreign: BatchTotals.Sum
  ) -> String {
    let amount = TransactionAmount(minorUnits: domestic.minorUnits + foreign.minorUnits) ?? .zero
    return "\(label) \(domestic.count + foreign.count) · RMB \(amount.text)"
  }
}
