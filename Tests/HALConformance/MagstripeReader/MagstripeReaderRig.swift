package import HAL

/// What the stripe of a card says that a check draws through a reader.
package struct ConformanceStripe: Hashable, Sendable {
  /// Track 1 between its sentinels; nil when the stripe has none.
  package var track1: String?
  /// Track 2 between its sentinels; nil when the stripe has none.
  package var track2: String?
  /// Whether the stripe is scratched, so that no track can be decoded.
  package var isScratched: Bool

  /// Puts a stripe together.
  package init(track1: String? = nil, track2: String?, isScratched: Bool = false) {
    self.track1 = track1
    self.track2 = track2
    self.isScratched = isScratched
  }

  /// A bank card with tracks 1 and 2; a number that only tests use.
  package static let bankCard = ConformanceStripe(
    track1: "B4761739001010010^TEST/CARD^22122011143878089",
    track2: "4761739001010010=22122011143878089")
}

/// A swipe reader under test, and the hands that draw cards and pull its cable.
///
/// Whoever writes a driver writes one of these for it, and runs the checks of
/// `MagstripeReaderConformance`.
package protocol MagstripeReaderRig: AnyObject {
  /// The reader, started; within ten seconds it is available.
  var reader: any MagstripeReader { get }
  /// The clock of the loop on which all this runs.
  var clock: any DeviceClock { get }
  /// Whether the reader encrypts what it reads.
  var encrypts: Bool { get }
  /// Draws a card; throws `HandsMissing` where nobody can.
  func draw(_ stripe: ConformanceStripe) throws
  /// Pulls the cable; throws `HandsMissing` where nobody can.
  func unplug() throws
  /// Puts the cable in again.
  func plug() throws
}
