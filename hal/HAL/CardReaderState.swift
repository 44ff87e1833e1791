/// What is known of a card reader and its slot.
///
/// None of them is an end: the driver goes on looking, and says by events what has changed.
public enum CardReaderState: Hashable, Sendable, CaseIterable {
  /// The service behind the reader does not run; the driver tries again by itself.
  case serviceUnavailable
  /// The service runs and does not let this program in.
  case accessDenied
  /// The service runs and knows no such reader: it is not plugged in.
  case readerGone
  /// The slot is empty.
  case empty
  /// A card is in the slot.
  case cardPresent
  /// Something is in the slot that does not answer a reset: a mute card, one the wrong way round.
  case cardMute

  /// Whether a card is in the slot, one that answers or not.
  public var isCardPresent: Bool { self == .cardPresent || self == .cardMute }
  /// Whether the reader itself can be used at all.
  public var isAvailable: Bool {
    switch self {
    case .serviceUnavailable, .accessDenied, .readerGone: false
    case .empty, .cardPresent, .cardMute: true
    }
  }
}
