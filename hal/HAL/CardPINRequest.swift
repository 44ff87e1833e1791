/// What a reader with keys has to know to let a cardholder type a PIN for the card.
///
/// The PIN goes into the card's VERIFY command as a plaintext block: length and digits, two a byte,
/// filled with F (EMV 4.3 Book 3, 6.5.12, qualifier 80).
public struct CardPINRequest: Hashable, Sendable {
  /// The language of the reader's own texts.
  public enum Language: Hashable, Sendable, CaseIterable {
    /// As spoken in China.
    case chinese
    /// As spoken in the United States.
    case english
  }

  /// The fewest and the most digits, within 4 to 12.
  public let digitCount: ClosedRange<Int>
  /// How long the reader waits for the digits: whole seconds, 1 to 255.
  public let entryTimeout: Duration
  /// The language of the reader's own texts.
  public let language: Language

  /// Puts a request together; counts and times outside their range are moved to its end.
  public init(
    digitCount: ClosedRange<Int> = 4...12, entryTimeout: Duration = .seconds(30),
    language: Language = .chinese
  ) {
    let fewest = min(max(digitCount.lowerBound, 4), 12)
    self.digitCount = fewest...max(fewest, min(digitCount.upperBound, 12))
    self.entryTimeout = min(max(entryTimeout, .seconds(1)), .seconds(255))
    self.language = language
  }
}
