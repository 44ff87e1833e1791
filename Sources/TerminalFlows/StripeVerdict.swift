package import HAL
import MagneticStripe
package import PaymentTypes

/// What the terminal does with a swiped card.
package enum StripeVerdict: Hashable, Sendable {
  /// It pays with it; `isFallback` says that the card has a chip, which can't be read.
  case accepted(TrackTwo, isFallback: Bool)
  /// It asks for a card once more, and says why.
  case refused(Screen.PresentCardNote)

  /// Judges a swipe; `takesChips` says whether there is a slot for chips that can be used,
  /// `allowsFallback` that chips have failed and stripes are taken instead.
  ///
  /// A card whose service code announces a chip is asked to be inserted, as long as there is a slot
  /// for it. What the reader encrypted can't be used: only the owner of the reader's keys could
  /// read it, and this terminal has none of them.
  package init(_ swipe: Swipe, takesChips: Bool, allowsFallback: Bool = false) {
    switch SwipedCard(swipe) {
    case .readable(let track, _):
      let isPassedOver = takesChips && track.serviceCode?.announcesChip == true
      self =
        isPassedOver && !allowsFallback
        ? .refused(.insertChip) : .accepted(track, isFallback: isPassedOver)
    case .encrypted(let encryption):
      let mustInsert = takesChips && encryption?.announcesChip == true
      self = .refused(mustInsert ? .insertChip : .swipeEncrypted)
    case .unusable(.notAPaymentCard): self = .refused(.notAPaymentCard)
    case .unusable(.trackTwo(.keysExhausted)): self = .refused(.swipeReaderExhausted)
    case .unusable(.noData), .unusable(.trackTwo), .unusable(.trackTwoMissing):
      self = .refused(.swipeAgain)
    }
  }
}
