package import HAL

/// What the magnetic stripe of a test card says.
package struct StripePersonality: Hashable, Sendable {
  /// Track 1 between its sentinels; nil when the stripe has none.
  package var track1: String?
  /// Track 2 between its sentinels, with `=`; nil when the stripe has none.
  package var track2: String?
  /// Track 3 between its sentinels; nil when the stripe has none.
  package var track3: String?
  /// Whether the stripe is scratched, so that no track can be read.
  package var isUnreadable: Bool
  /// The tracks of which the check byte is wrong.
  package var tracksWithWrongCheck: Set<Int> = []

  /// Puts a stripe together.
  package init(
    track1: String? = nil, track2: String?, track3: String? = nil, isUnreadable: Bool = false
  ) {
    self.track1 = track1
    self.track2 = track2
    self.track3 = track3
    self.isUnreadable = isUnreadable
  }

  /// What a reader reports when the card is drawn through it.
  package var swipe: Swipe {
    Swipe(track1: reading(track1, 1), track2: reading(track2, 2), track3: reading(track3, 3))
  }

  private func reading(_ track: String?, _ number: Int) -> Swipe.TrackReading {
    guard let track else { return .absent }
    if tracksWithWrongCheck.contains(number) { return .unreadable(.longitudinalRedundancy) }
    return isUnreadable ? .unreadable(.parity) : .characters(Array(track.utf8))
  }
}

extension StripePersonality: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String { "a test stripe" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
