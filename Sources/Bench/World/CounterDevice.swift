import BenchSocket

/// A device of the counter that can be unplugged, by its word in scenarios.
package enum CounterDevice: String, Hashable, Sendable, CaseIterable {
  /// The keys.
  case keypad
  /// The slot for chip cards.
  case cardReader = "card-reader"
  /// The groove for magnetic stripes.
  case swipeReader = "swipe-reader"
  /// The printer.
  case printer
  /// The modem.
  case modem

  /// Its name on the bench's socket; nil for what hangs on a line of its own.
  var benchDevice: BenchDevice? {
    switch self {
    case .keypad: .keypad
    case .cardReader: .cardReader
    case .swipeReader: .swipeReader
    case .printer, .modem: nil
    }
  }
}
