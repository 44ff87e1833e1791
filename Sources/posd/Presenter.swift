import Connectivity
import Firmware
import HAL
import TerminalFlows

/// Puts screens on the display, and only those that differ from what stands there.
final class Presenter {
  private let display: any Display
  private let text: OperatorText
  private let isTestMode: Bool
  private let log: EventLog
  private var shown: DisplayContent?

  init(display: any Display, text: OperatorText, isTestMode: Bool, log: EventLog) {
    self.display = display
    self.text = text
    self.isTestMode = isTestMode
    self.log = log
  }

  func show(_ screen: Screen, _ caption: ConnectivityCaption) {
    let content = text.content(of: screen, caption: caption, isTestMode: isTestMode)
    guard content != shown else { return }
    if content.identifier != shown?.identifier { log.write(.screen(content.identifier)) }
    shown = content
    display.show(content)
  }
}
