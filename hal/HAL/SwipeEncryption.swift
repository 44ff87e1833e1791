/// Tracks as a reader encrypted them, with all that is needed to decrypt them elsewhere.
///
/// The terminal has no key for them: a security module or the center has. CBC with a zero vector,
/// padded with zeros; the key is the DUKPT key of `keySerialNumber` in the stated variant.
public struct SwipeEncryption: Hashable, Sendable {
  /// The cipher.
  public enum Algorithm: Hashable, Sendable, CaseIterable {
    /// Triple DES, blocks of 8 bytes.
    case tripleDES
    /// AES, blocks of 16 bytes.
    case aes

    /// The bytes of one block.
    public var blockByteCount: Int {
      switch self {
      case .tripleDES: 8
      case .aes: 16
      }
    }
  }

  /// Which key of the transaction encrypts (ANSI X9.24).
  public enum KeyVariant: Hashable, Sendable, CaseIterable {
    /// The one for PIN encryption.
    case pin
    /// The one for data encryption.
    case data
  }

  /// One run of the cipher.
  public struct Block: Hashable, Sendable {
    /// The tracks in it, one behind the other, as numbers 1 to 3.
    public var tracks: [Int]
    /// How many clear bytes each of them has, in the same order; nil when the reader does not say.
    public var clearByteCounts: [Int]?
    /// The encrypted bytes.
    public var ciphertext: [UInt8]

    /// Puts a block together.
    public init(tracks: [Int], clearByteCounts: [Int]?, ciphertext: [UInt8]) {
      self.tracks = tracks
      self.clearByteCounts = clearByteCounts
      self.ciphertext = ciphertext
    }
  }

  /// The cipher.
  public var algorithm: Algorithm
  /// Which key of the transaction encrypts.
  public var keyVariant: KeyVariant
  /// The key serial number of this swipe, ten bytes; empty when the reader's key is fixed.
  public var keySerialNumber: [UInt8]
  /// The encrypted tracks.
  public var blocks: [Block]
  /// The encrypted identifier of the host's session, eight bytes; empty without one.
  public var sessionIdentifier: [UInt8]
  /// Whether the encrypted service code announces a chip (2xx, 6xx); nil when the reader does not
  /// say.
  public var announcesChip: Bool?

  /// Puts it together.
  public init(
    algorithm: Algorithm, keyVariant: KeyVariant, keySerialNumber: [UInt8], blocks: [Block],
    sessionIdentifier: [UInt8] = [], announcesChip: Bool? = nil
  ) {
    self.algorithm = algorithm
    self.keyVariant = keyVariant
    self.keySerialNumber = keySerialNumber
    self.blocks = blocks
    self.sessionIdentifier = sessionIdentifier
    self.announcesChip = announcesChip
  }
}
