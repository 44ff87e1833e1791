import HAL
import HALConformance
import MockDevices

/// The mock of the protocol, without bytes.
final class MockPrinterRig: ReceiptPrinterRig {
  private let mock: MockPrinter
  let clock: any DeviceClock
  let knowledge = ConformanceKnowledge()

  init(clock: any DeviceClock) {
    self.clock = clock
    mock = MockPrinter(name: DeviceName("printer"), clock: clock)
  }

  var printer: any ReceiptPrinter { mock }

  func slips() -> [ConformanceSlip] {
    mock.slips.map { ConformanceSlip(lines: $0.lines, isComplete: $0.isComplete) }
  }

  func takePaper() { mock.state.hasPaper = false }
  func loadPaper() { mock.loadPaper() }
  func setPaperLow() { mock.state.isPaperLow = true }
  func setCover(isOpen: Bool) { mock.state.isCoverOpen = isOpen }
  func setHead(isHot: Bool) { mock.state.isOverheated = isHot }
  func jamNextCut() { mock.jamsAtNextCut = true }
  func clearFault() { mock.clearFault() }
  func unplug() { mock.isPlugged = false }
  func plug() { mock.isPlugged = true }
  func cyclePower() {}

  func afterLines(_ count: Int, _ hand: ConformanceHand) {
    var isDone = false
    mock.beforeLine = { [weak self] lines in
      if lines < count || isDone { return }
      isDone = true
      self?.act(hand)
    }
  }

  private func act(_ hand: ConformanceHand) {
    switch hand {
    case .endPaper: mock.state.hasPaper = false
    case .openCover: mock.state.isCoverOpen = true
    case .heatHead:
      mock.state.isOverheated = true
      clock.setTimer(after: .milliseconds(200)) { [mock] in mock.state.isOverheated = false }
    case .jam: mock.state.fault = .mechanical
    case .dropPower:
      mock.isSilent = true
      clock.setTimer(after: .milliseconds(100)) { [mock] in mock.isSilent = false }
    case .unplug: mock.isPlugged = false
    }
  }
}
