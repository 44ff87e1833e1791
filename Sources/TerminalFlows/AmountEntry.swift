import HAL
package import Ledger
package import PaymentTypes

extension TerminalSession {
  /// Lets the cashier type an amount; nil when there is none.
  ///
  /// Digits fill from the right, in minor units; clear takes the last digit away. At most
  /// 99,999,999.99.
  package func captureAmount(
    _ type: TransactionType, firstDigit: UInt8?
  ) async -> TransactionAmount? {
    var minorUnits = Int(firstDigit ?? 0)
    while true {
      show(.enterAmount(type, minorUnits: minorUnits))
      guard let event = await events.next(timeout: settings.operatorTimeout) else { return nil }
      guard case .keyPressed(let key) = event else { continue }
      switch key {
      case .digit(let digit):
        let next = minorUnits * 10 + Int(digit)
        if next <= 9_999_999_999 { minorUnits = next }
      case .clear: minorUnits /= 10
      case .cancel: return nil
      case .enter:
        if minorUnits > 0 { return TransactionAmount(minorUnits: minorUnits) }
      case .menu, .up, .down, .feed: break
      }
    }
  }

  /// Lets the cashier type a voucher number; nil when there is none.
  package func captureVoucher() async -> SystemTraceAuditNumber? {
    var digits = ""
    while true {
      show(.enterVoucher(digits: digits))
      guard let event = await events.next(timeout: settings.operatorTimeout) else { return nil }
      guard case .keyPressed(let key) = event else { continue }
      switch key {
      case .digit(let digit): if digits.utf8.count < 6 { digits += String(digit) }
      case .clear: digits = String(digits.dropLast())
      case .cancel: return nil
      case .enter:
        if let trace = Int(digits).flatMap({ SystemTraceAuditNumber($0) }) { return trace }
      case .menu, .up, .down, .feed: break
      }
    }
  }

  /// Waits for the green or the red key; nothing counts as red.
  package func confirm(_ screen: Screen) async -> Bool {
    show(screen)
    while let event = await events.next(timeout: settings.operatorTimeout) {
      switch event {
      case .keyPressed(.enter): return true
      case .keyPressed(.cancel): return false
      default: continue
      }
    }
    return false
  }

  /// Shows a result until somebody presses a key, a card comes, or a while has passed.
  package func showResult(_ screen: Screen, for duration: Duration = .seconds(5)) async {
    show(screen)
    let end = now + duration
    while now < end, let event = await events.next(timeout: end - now) {
      if case .keyPressed = event { return }
    }
  }
}
