import BoardProfile
import EventLoop
import PaymentTypes
import TestCenter

// Both books.
extension BenchWorld {
  /// Asks the terminal for its ledger a moment later, once for all that happens in it.
  func askForBooksSoon() {
    guard !isAskingForBooks else { return }
    isAskingForBooks = true
    loop.setTimer(after: .milliseconds(150)) { [weak self, loop] in
      Task(executorPreference: loop) { await self?.askForBooks() }
    }
  }

  /// Asks the terminal for its ledger now; false when it does not answer.
  @discardableResult
  package func askForBooks() async -> Bool {
    isAskingForBooks = false
    guard terminal.isRunning,
      let answer = await ControlClient.ask("ledger list", at: profile.controlSocket, loop: loop)
    else { return false }
    let before = books
    guard books.take(answer) else { return false }
    if books != before { changed() }
    return true
  }

  /// Both books, transaction by transaction, in the order of the terminal's numbers.
  package func bookRows() async -> [BookRow] {
    var rows: [String: BookRow] = [:]
    for entry in books.entries {
      rows[entry.batch + entry.trace] = BookRow(entry)
    }
    for booking in await center.bookings() {
      let key = booking.batch + booking.trace
      rows[key, default: BookRow(booking)].center = booking.state
    }
    return rows.values.sorted { ($0.batch, $0.trace) < ($1.batch, $1.trace) }
  }
}
