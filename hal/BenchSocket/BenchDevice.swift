/// A device of the virtual counter whose cable a person can pull, while the counter stays.
package enum BenchDevice: UInt8, Hashable, Sendable, CaseIterable {
  /// The keys.
  case keypad = 1
  /// The slot for chip cards.
  case cardReader = 2
  /// The groove for magnetic stripes.
  case swipeReader = 3
}
