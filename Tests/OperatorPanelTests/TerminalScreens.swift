import CenterProtocol
import Connectivity
import Firmware
import HAL
import Ledger
import PaymentTypes
import TerminalFlows

/// Every screen that the terminal can show, in words.
enum TerminalScreens {
  private static let amount = TransactionAmount(minorUnits: 12_345) ?? .zero
  private static let most = TransactionAmount(minorUnits: 999_999_999_999) ?? .zero

  private static let screens: [Screen] = [
    .starting, .idle, .menu, .enterAmount(.sale, minorUnits: 0),
    .enterAmount(.sale, minorUnits: 999_999_999_999), .enterVoucher(digits: ""),
    .enterVoucher(digits: "12"), .presentCard(amount, .any, nil), .presentCard(most, .any, nil),
    .presentCard(amount, .any, .insertChip), .presentCard(amount, .any, .chipSilent),
    .chooseApplication(labels: ["PBOC DEBIT", "PBOC CREDIT", "银联借记", "ELECTRONIC CASH"]),
    .readingCard, .enterPIN(amount, digitCount: 3),
    .enterPIN(amount, digitCount: 0, .wrong(triesLeft: 2)),
    .enterPIN(amount, digitCount: 0, .wrong(triesLeft: nil)),
    .enterPIN(amount, digitCount: 12, .lastTry(isRetry: true)),
    .enterPIN(amount, digitCount: 0, .lastTry(isRetry: false)),
    .notice(.pinBlocked), .waitingForCenter(.authorization(amount)),
    .waitingForCenter(.signIn), .waitingForCenter(.reversal), .waitingForCenter(.echo),
    .removeCard, .approved(.sale, amount, remark: ""),
    .approved(.saleVoid, amount, remark: "谢谢"), .cardRefused(.removed),
    .cardRefused(.noApplication), .notStarted(.cancelled), .notStarted(.timedOut),
    .notStarted(.noConnection(.centerRefuses)), .notStarted(.blocked(.batchFull)),
    .notStarted(.noSuchTransaction), .unknownOutcome(amount), .reversed(amount),
    .printing(.merchant), .printing(.cardholder), .tearOff(isPaperLow: false),
    .tearOff(isPaperLow: true), .printerTrouble(.printerPaperOut), .confirmSettlement(totals),
    .settling(.reversal), .settling(.totals), .settling(.upload(done: 127, total: 500)),
    .settling(.closing), .settled(.closed(domestic: .balanced, foreign: .unbalanced)),
    .settled(.interrupted(.centerSilent)), .diagnosis(nil), .diagnosis(.simAbsent),
    .diagnosis(.centerNotTrusted), .notice(.nothingToReprint), .notice(.nothingToSettle),
    .notice(.signInFailed(.masterKeyWrong)), .stopped(.storageFailing),
  ]

  private static let totals = BatchTotals(
    domestic: .init(
      debit: .init(count: 127, minorUnits: 8_830_150), credit: .init(count: 2, minorUnits: 1990)))

  /// The screens with a connection that was proven a moment ago.
  static func all(_ language: OperatorLanguage) -> [DisplayContent] {
    var screens = self.screens
    for code in ["51", "55"].compactMap(ResponseCode.init) { screens.append(.declined(code)) }
    if let batch = BatchNumber(123) { screens.append(.notice(.signedIn(batch))) }
    var contents = screens.map {
      content(of: $0, language, rung: .readyToTrade, age: .seconds(12))
    }
    contents.append(
      content(of: .idle, language, rung: .centerConnected, age: .seconds(100)))
    contents.append(content(of: .idle, language, rung: .notReady, age: nil))
    for trouble: TroubleCause in [.simAbsent, .centerSilent, .registrationDenied(cause: 11)] {
      contents.append(content(of: .idle, language, rung: .notReady, age: nil, trouble: trouble))
    }
    return contents
  }

  private static func content(
    of screen: Screen, _ language: OperatorLanguage, rung: Rung, age: Duration?,
    trouble: TroubleCause? = nil
  ) -> DisplayContent {
    OperatorText(language).content(
      of: screen, caption: ConnectivityCaption(rung: rung, age: age, trouble: trouble),
      isTestMode: true)
  }
}
