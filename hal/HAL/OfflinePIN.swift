/// What a security module has to know to have a card verify its holder's PIN.
///
/// The module takes the PIN on its keypad, forms the block and sends VERIFY to the card by itself,
/// so that the PIN never comes near this program. Source: EMV 4.3 Book 2, 7.1 and Book 3, 6.5.12.
public struct OfflinePINRequest: Hashable, Sendable {
  /// How the block travels to the card.
  public enum Protection: Hashable, Sendable {
    /// As it is (VERIFY, P2 = 80): `2L` digits, filled with F to 8 bytes.
    case plaintext
    /// Enciphered with the card's RSA key (P2 = 88): `7F`, the block, the 8 bytes that the card
    /// gives to GET CHALLENGE, and chance to the length of the key. Both numbers are big-endian;
    /// the modulus has 64 to 248 bytes.
    case rsa(modulus: [UInt8], exponent: [UInt8])
  }

  /// How the block travels to the card.
  public var protection: Protection
  /// How many digits are allowed, 4 to 12; 0 among them allows to go on without a PIN.
  public var allowedLengths: Set<Int>
  /// How long the cardholder may take for the whole PIN.
  public var entryTimeout: Duration
  /// How long the card may take for one answer.
  public var answerTimeout: Duration

  /// Puts a request together.
  public init(
    protection: Protection, allowedLengths: Set<Int>, entryTimeout: Duration,
    answerTimeout: Duration = .seconds(10)
  ) {
    self.protection = protection
    self.allowedLengths = allowedLengths
    self.entryTimeout = entryTimeout
    self.answerTimeout = answerTimeout
  }
}

/// How the verification of a PIN by the card ended.
public enum OfflinePINResult: Hashable, Sendable {
  /// The card answered VERIFY with this status word: 9000 right, 63Cx wrong with x tries left,
  /// 6983 and 6984 blocked.
  case answered(statusWord: UInt16)
  /// The card gave no 8 bytes to GET CHALLENGE; no PIN was sent. The word is the one of its answer.
  case challengeRefused(statusWord: UInt16)
  /// The card is gone or its answer did not arrive; its session is over.
  case cardFailed(CardReaderError)
  /// The cardholder pressed enter without a digit, where that is allowed.
  case bypassed
  /// The cardholder pressed cancel, or `cancelPINEntry` was called.
  case cancelled
  /// The cardholder did not finish in time.
  case timedOut
}
