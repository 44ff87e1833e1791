import MockDevices
import Foundation
import HAL
import PaymentTypes

// What the front panel shows.
extension BenchWorld {
  /// Lines of the log on the panel.
  private static let shownLogLines = 200

  /// Everything that the front panel draws.
  func panelState() async -> PanelState {
    let rows = await bookRows()
    let violations = await center.violations()
    let isRunning = await center.isListening
    let hasFault = await center.hasWaitingFault
    if !hasFault { chosenFault = nil }
    // What the terminal's ledger says now is not known while it is off, or is just being asked.
    let isTooEarly = isAskingForBooks || !terminal.isRunning
    return PanelState(
      isPowered: terminal.isRunning, screen: screens.last.map { PanelState.Screen($0.content) },
      problem: lastProblem, cards: cards.enumerated().map { $1.face(place: $0) },
      insertedCard: insertedCard?.identifier.text,
      modem: PanelState.Modem(isSIMPresent: modem.sim != nil, bars: Self.bars(modem.signal)),
      isNetworkUp: isNetworkUp,
      printer: PanelState.Printer(hasPaper: printer.hasPaper, isCoverOpen: printer.isCoverOpen),
      slips: slips.reversed().map {
        PanelState.Slip(number: $0.number, width: $0.width, height: $0.height, text: $0.text)
      },
      center: PanelState.Center(
        isRunning: isRunning, fault: chosenFault ?? "none",
        faults: FaultMenu.entries.map { .init(identifier: $0.identifier, name: $0.name) },
        violations: violations),
      cutPoints: CutPoint.allCases.map { .init(identifier: $0.rawValue, name: $0.name) },
      armedCut: armedCut?.rawValue,
      books: rows.reversed().map {
        PanelState.BookRow($0, isTooEarly: isTooEarly)
      },
      log: log.suffix(Self.shownLogLines).reversed().map {
        PanelState.LogEntry(time: Self.clockText($0.time), text: $0.text)
      })
  }

  /// The image of a slip; nil when there is none of this number.
  func slipImage(_ number: Int) -> [UInt8]? {
    slips.first { $0.number == number }?.image
  }

  /// Bars of a power in dBm, as phones show them.
  private static func bars(_ signal: Int?) -> Int {
    guard let signal else { return 0 }
    return switch signal {
    case (-75)...: 5
    case (-85)...: 4
    case (-95)...: 3
    case (-105)...: 2
    default: 1
    }
  }

  /// Minutes, seconds and thousandths since the counter started.
  static func clockText(_ time: Duration) -> String {
    let milliseconds = Int(time / .milliseconds(1))
    return FixedDigits.text(milliseconds / 60_000, 2) + ":"
      + FixedDigits.text(milliseconds / 1000 % 60, 2) + "."
      + FixedDigits.text(milliseconds % 1000, 3)
  }
}

extension PanelState.BookRow {
  /// Takes a row of both books; `isTooEarly` when the terminal's side is out of date.
  init(_ row: BookRow, isTooEarly: Bool) {
    trace = row.trace
    type = row.isVoid ? PanelText("消费撤销", "void") : PanelText("消费", "sale")
    amount = row.amount
    card = String(row.card.suffix(4))
    terminal = row.terminal.map { PanelState.Side($0, code: row.code, isVoided: row.isVoided) }
    center = row.center.map { PanelState.Side($0) }
    isAgreed = row.isAgreed
    isPending = !row.isAgreed && (row.isPending || isTooEarly)
  }
}

extension PanelState.Side {
  init(_ state: BookRow.TerminalState, code: String?, isVoided: Bool) {
    switch state {
    case .open: self.init(name: PanelText("进行中", "under way"), style: "warning")
    case .approved where isVoided:
      self.init(name: PanelText("已撤销", "voided"), style: "warning")
    case .approved: self.init(name: PanelText("成功", "approved"), style: "success")
    case .declined:
      self.init(name: PanelText("拒绝 \(code ?? "")", "declined"), style: "failure")
    case .reversalDue: self.init(name: PanelText("待冲正", "reversal due"), style: "warning")
    case .reversed: self.init(name: PanelText("已冲正", "reversed"), style: "")
    case .handedOver: self.init(name: PanelText("人工处理", "handed over"), style: "failure")
    }
  }

  init(_ state: BookRow.CenterState) {
    switch state {
    case .booked: self.init(name: PanelText("已入账", "booked"), style: "success")
    case .voided: self.init(name: PanelText("已撤销", "voided"), style: "warning")
    case .reversed: self.init(name: PanelText("已冲正", "reversed"), style: "")
    }
  }
}
