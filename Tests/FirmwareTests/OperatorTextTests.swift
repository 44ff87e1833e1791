import Connectivity
import Firmware
import HAL
import Ledger
import PaymentTypes
import TerminalFlows
import Testing

@Suite struct OperatorTextTests {
  private static let amount = TransactionAmount(minorUnits: 12_345) ?? .zero

  private static let screens: [Screen] = [
    .starting, .idle, .menu, .enterAmount(.sale, minorUnits: 12_345), .enterVoucher(digits: "12"),
    .presentCard(amount, .any, nil), .presentCard(amount, .any, .insertChip),
    .presentCard(amount, .any, .swipeAgain),
    .presentCard(amount, .any, .chipSilent), .presentCard(amount, .any, .swipeEncrypted),
    .presentCard(amount, .any, .swipeReaderExhausted), .presentCard(amount, .any, .notAPaymentCard),
    .chooseApplication(labels: ["PBOC DEBIT", "PBOC CREDIT"]),
    .readingCard, .enterPIN(amount, digitCount: 3),
    .enterPIN(amount, digitCount: 0, .wrong(triesLeft: 2)),
    .enterPIN(amount, digitCount: 0, .wrong(triesLeft: nil)),
    .enterPIN(amount, digitCount: 12, .lastTry(isRetry: true)),
    .enterPIN(amount, digitCount: 0, .lastTry(isRetry: false)),
    .notice(.pinBlocked), .waitingForCenter(.authorization(amount)),
    .waitingForCenter(.signIn), .waitingForCenter(.reversal), .waitingForCenter(.echo),
    .removeCard, .approved(.sale, amount, remark: ""), .approved(.saleVoid, amount, remark: "谢谢"),
    .cardRefused(.removed), .cardRefused(.mute), .cardRefused(.noApplication),
    .cardRefused(.blocked), .cardRefused(.declinedOffline), .cardRefused(.faulty),
    .cardRefused(.otherCard), .notStarted(.cancelled), .notStarted(.timedOut),
    .notStarted(.noConnection(.centerRefuses)), .notStarted(.blocked(.batchFull)),
    .notStarted(.noSuchTransaction), .unknownOutcome(amount), .reversed(amount),
    .printing(.merchant), .printing(.cardholder), .tearOff(isPaperLow: false),
    .tearOff(isPaperLow: true), .printerTrouble(.printerPaperOut), .printerTrouble(.printerJammed),
    .confirmSettlement(BatchTotals()), .settling(.reversal), .settling(.totals),
    .settling(.upload(done: 1, total: 2)), .settling(.closing),
    .settled(.closed(domestic: .balanced, foreign: .unbalanced)),
    .settled(.interrupted(.centerSilent)), .diagnosis(nil), .diagnosis(.simAbsent),
    .notice(.nothingToReprint), .notice(.nothingToSettle),
    .notice(.signInFailed(.masterKeyWrong)), .stopped(.storageFailing),
  ]

  private func content(
    _ screen: Screen, _ language: OperatorLanguage = .chinese, rung: Rung = .readyToTrade
  ) -> DisplayContent {
    OperatorText(language).content(
      of: screen,
      caption: ConnectivityCaption(rung: rung, age: .seconds(12), trouble: nil), isTestMode: true)
  }

  @Test(arguments: screens)
  func `a screen says something in both languages, and the same thing`(screen: Screen) {
    let chinese = content(screen, .chinese)
    let english = content(screen, .english)
    #expect(chinese.identifier == english.identifier)
    #expect(!chinese.title.isEmpty && !english.title.isEmpty)
    #expect(chinese.lines.count == english.lines.count)
    #expect(chinese.title != english.title)
    #expect(english.title.unicodeScalars.allSatisfy { $0.isASCII })
  }

  @Test func `the caption is dated, and test keys are marked`() {
    #expect(content(.idle, rung: .centerConnected).status.text == "测试 已连接中心 · 12 秒前")
  }

  @Test func `a decline shows the words and the center's code`() throws {
    let screen = content(.declined(try #require(ResponseCode("51"))))
    #expect(screen.lines.map(\.text) == ["可用余额不足", "中心应答 51"])
  }

  @Test func `an unknown outcome is neither approved nor declined`() {
    let text = content(.unknownOutcome(Self.amount)).lines.map(\.text).joined()
    #expect(text.contains("请勿重复收款"))
    #expect(!text.contains("成功") && !text.contains("失败"))
  }

  @Test func `a trouble names cause, cure, code and person`() {
    let lines = content(.diagnosis(.simAbsent)).lines.map(\.text)
    #expect(lines == ["未检测到 SIM 卡", "请重新插好 SIM 卡", "N21 · 店员"])
  }

  @Test(arguments: OperatorLanguage.allCases)
  func `what is missing and not needed stands below what can be done`(
    language: OperatorLanguage
  ) {
    let caption = ConnectivityCaption(
      rung: .readyToTrade, age: .seconds(1), trouble: nil,
      limits: [.cardReaderSilent, .printerSilent, .powerUnwatched])
    let text = OperatorText(language)
    let idle = text.content(of: .idle, caption: caption, isTestMode: false).lines
    #expect(idle.map(\.style) == [.large, .warning, .small, .warning, .small])
    let words =
      language == .chinese
      ? ["插卡口无响应", "请检查读卡器 · H06 · 维护工程师"]
      : ["Chip reader silent", "Check the reader · H06 · service engineer"]
    #expect(Array(idle[1...2].map(\.text)) == words)
    let diagnosis = text.content(of: .diagnosis(nil), caption: caption, isTestMode: false).lines
    #expect(diagnosis.count == 6)
    #expect(Array(diagnosis[0...1].map(\.text)) == words)
  }

  @Test func `a card is asked for in the ways that there are`() {
    func title(_ entry: Screen.CardEntry) -> String {
      content(.presentCard(Self.amount, entry, nil)).title
    }
    #expect([.any, .chip, .stripe].map(title) == ["请插卡或刷卡", "请插卡", "请刷卡"])
  }

  @Test func `a PIN is shown as stars`() {
    #expect(content(.enterPIN(Self.amount, digitCount: 4)).lines.last?.text == "****")
  }
}
