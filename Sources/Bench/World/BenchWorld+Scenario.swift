import EventLoop
import HAL
import MockDevices

// What scenarios look at.
extension BenchWorld {
  /// Whether the terminal runs.
  var isPowered: Bool { terminal.isRunning }

  /// The screens from a number on.
  func screens(from number: Int) -> [ShownScreen] {
    let first = screens.firstIndex { $0.number >= number } ?? screens.endIndex
    return Array(screens[first...])
  }

  /// Everything that was wrong with messages.
  func violations() async -> [String] { await center.violations() }

  /// The balance behind a card in minor units; nil when it has no account.
  func balance(of identifier: CardIdentifier) async -> Int? {
    guard let card = cards.first(where: { $0.identifier == identifier }) else { return nil }
    return await center.balance(of: card.personality)
  }

  /// What the terminal said of its ledger.
  func terminalEntries() -> [TerminalBooks.Entry] { books.entries }

  /// What stands in the center's books.
  func centerEntries() async -> [CenterBooking] { await center.bookings() }

  /// Lets time pass.
  func pause(_ duration: Duration) async { await loop.sleep(for: duration) }
}
