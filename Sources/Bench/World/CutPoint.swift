/// When the power of the terminal is cut.
///
/// Each point is seen from outside, by what the terminal does to the world, so that the terminal
/// needs no part of its own for it.
package enum CutPoint: String, Hashable, Sendable, CaseIterable {
  /// At once.
  case now
  /// When the first byte of a financial request has left: the intent is on the disk, the center
  /// does not get the request.
  case afterIntent = "after-intent"
  /// When the center has booked a financial request: its answer is lost.
  case afterSend = "after-send"
  /// When the answer to a financial request has been sent to the terminal.
  case afterAnswer = "after-answer"
  /// When the first bytes of a slip have reached the printer.
  case whilePrinting = "while-printing"
  /// When the center has closed the batch: its answer is lost.
  case duringSettlement = "during-settlement"

  /// What people call it.
  package var name: PanelText {
    switch self {
    case .now: PanelText("立即", "now")
    case .afterIntent: PanelText("意图已记录,请求未送达", "intent kept, request lost")
    case .afterSend: PanelText("中心已入账,应答未到", "booked, answer lost")
    case .afterAnswer: PanelText("应答已送出", "answer sent")
    case .whilePrinting: PanelText("打印途中", "while printing")
    case .duringSettlement: PanelText("结算途中", "during settlement")
    }
  }
}
