package import HAL
package import PaymentTypes

/// What a swipe means for a payment: track 2 alone is enough for one.
package enum SwipedCard: Hashable, Sendable {
  /// The card can be used.
  case readable(TrackTwo, warnings: [Warning])
  /// The reader has encrypted the card: only who has its keys can use it.
  case encrypted(SwipeEncryption?)
  /// The card must be drawn once more, or can't be used at all.
  case unusable(Reason)

  /// What is odd about a card that can be used.
  package enum Warning: Hashable, Sendable {
    /// The PAN's check digit is wrong; some private cards have none.
    case checkDigitWrong
    /// Another track could not be read.
    case partialTracks(track: Int, Swipe.TrackFault)
  }

  /// Why a card can't be used.
  package enum Reason: Hashable, Sendable {
    /// The stripe is blank, or no card was drawn.
    case noData
    /// Track 2 can't be read.
    case trackTwo(Swipe.TrackFault)
    /// There is data, but none on track 2.
    case trackTwoMissing
    /// Track 2 can be read, and is not that of a payment card.
    case notAPaymentCard
  }

  /// Weighs a swipe.
  package init(_ swipe: Swipe) {
    let others = [(1, swipe.track1), (3, swipe.track3)]
    switch swipe.track2 {
    case .characters(let characters):
      guard let track = TrackTwo(characters: characters) else {
        self = .unusable(.notAPaymentCard)
        return
      }
      var warnings: [Warning] = track.pan.hasValidCheckDigit ? [] : [.checkDigitWrong]
      for (number, reading) in others {
        guard case .unreadable(let fault) = reading else { continue }
        warnings.append(.partialTracks(track: number, fault))
      }
      self = .readable(track, warnings: warnings)
    case .encrypted: self = .encrypted(swipe.encryption)
    case .unreadable(let fault): self = .unusable(.trackTwo(fault))
    case .absent:
      let isBlank = others.allSatisfy { $0.1 == .absent }
      self = .unusable(isBlank ? .noData : .trackTwoMissing)
    }
  }
}
