package import HAL

/// Why the surroundings of a chip transaction end it.
package enum ChipInterruption: Error, Hashable, Sendable {
  /// The card is gone, or its answer did not arrive.
  case cardLost(CardReaderError)
  /// The surroundings want no more of it and know why: cancelled, timed out, books not writable.
  case stopped
}
