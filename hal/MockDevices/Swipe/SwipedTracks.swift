import MagneticStripe
import PaymentTypes

/// The tracks of a card as a reader decodes them, with sentinels; empty where there is nothing.
struct SwipedTracks {
  let texts: [[UInt8]]
  let hasError: [Bool]
  let announcesChip: Bool

  init(_ stripe: StripePersonality) {
    let tracks = [stripe.track1, stripe.track2, stripe.track3]
    hasError = tracks.map { $0 != nil && stripe.isUnreadable }
    texts = zip(TrackFormat.allCases, tracks).map { format, text in
      guard let text, !stripe.isUnreadable else { return [] }
      return [format.startSentinel] + Array(text.utf8) + [format.endSentinel]
    }
    let track = stripe.track2.flatMap { TrackTwo(characters: $0.utf8) }
    announcesChip = track?.serviceCode?.announcesChip == true
  }

  /// The track with the first four and last four digits of its PAN, and nothing behind it.
  static func masked(_ text: [UInt8], with mask: UInt8) -> [UInt8] {
    let separators: [UInt8] = [UInt8(ascii: "="), UInt8(ascii: "^")]
    let end = text.firstIndex { separators.contains($0) } ?? text.count
    let start = text.firstIndex { (0x30...0x39).contains($0) } ?? 0
    return text.enumerated().map { index, character in
      let isFrame = index == 0 || index == text.count - 1 || separators.contains(character)
      let isShown = index < start + 4 || (end - 4..<end).contains(index)
      return isFrame || isShown ? character : mask
    }
  }
}
