import HAL

extension TerminalSession {
  /// Lets the cardholder choose one of several labels, by its number or by enter for the first.
  func chooseApplication(labels: [String]) async throws(TransactionEnd) -> Int {
    show(.chooseApplication(labels: labels))
    defer { show(.readingCard) }
    while let event = await events.next(timeout: settings.operatorTimeout) {
      switch event {
      case .keyPressed(.digit(let digit)):
        guard digit >= 1, Int(digit) <= labels.count else { continue }
        return Int(digit) - 1
      case .keyPressed(.enter): return 0
      case .keyPressed(.cancel): throw .notStarted(.cancelled)
      case .cardRemoved: throw .cardRefused(.removed)
      default: continue
      }
    }
    throw .notStarted(.timedOut)
  }
}
