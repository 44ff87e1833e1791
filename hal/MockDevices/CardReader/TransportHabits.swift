/// How a card over T=0 gives out what a command has brought.
///
/// Source: EMV 4.3 Book 1, 9.3.1.
package struct TransportHabits: Hashable, Sendable {
  /// How many bytes it promises with 61xx in the place of how many there are; nil for the truth.
  ///
  /// A promise of more than there is makes it answer GET RESPONSE with 6Cxx.
  package var promisedByteCount: UInt8?
  /// The most bytes that it gives out at once, so that longer answers come in parts.
  package var partByteCount: Int

  /// Puts habits together; without arguments those of most cards.
  package init(promisedByteCount: UInt8? = nil, partByteCount: Int = 256) {
    self.promisedByteCount = promisedByteCount
    self.partByteCount = min(max(1, partByteCount), 256)
  }
}
