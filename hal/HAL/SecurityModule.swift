/// Where keys live: the firmware names them by slot and never sees one in clear.
///
/// A PIN never leaves the module except as an encrypted block. Modules that only hold test keys say
/// so in `isTestModule`, and the firmware shows it.
public protocol SecurityModule: RecordProtection {
  /// Whether this module is not fit for real cards.
  var isTestModule: Bool { get }
  /// Whether the slot holds a terminal master key.
  func hasMasterKey(slot: Int) -> Bool
  /// Whether working keys are installed.
  var hasWorkingKeys: Bool { get }
  /// Decrypts working keys under a master key, checks each against its check value and installs
  /// all of them; when one is refused, the keys from before stay.
  func installWorkingKeys(
    _ keys: WorkingKeySet, masterKeySlot: Int
  ) async throws(SecurityModuleError)
  /// Destroys the working keys.
  func removeWorkingKeys() async
  /// Computes a message authentication code with the MAC key.
  func messageAuthenticationCode(
    over bytes: [UInt8], algorithm: MACAlgorithm
  ) async throws(SecurityModuleError) -> [UInt8]
  /// Encrypts 8 or 16 bytes of a track with the track key (ECB).
  func encryptTrackBlock(_ block: [UInt8]) async throws(SecurityModuleError) -> [UInt8]
  /// Lets the cardholder type a PIN on the keypad, which the module holds meanwhile.
  ///
  /// `onDigitCount` hears how many digits stand after each change, for the stars on the screen.
  func enterPIN(
    _ request: PINEntryRequest, onDigitCount: @escaping (Int) -> Void
  ) async throws(SecurityModuleError) -> PINEntryResult
  /// Lets the cardholder type a PIN on the keypad and has the card verify it (VERIFY).
  ///
  /// Needs no working keys. `card` is a powered session with the application selected; the module
  /// sends it GET CHALLENGE, where the block is enciphered, and VERIFY, and nothing else. The PIN
  /// is gone from the module before this returns. How it ended is a result, whatever the card did.
  /// `onDigitCount` hears how many digits stand after each change, for the stars on the screen.
  ///
  /// Throws `.failed` for a keypad that does not work or an entry that is under way already, and
  /// `.badLength` for allowed lengths or a key that can't be. A module without this call throws
  /// `.failed(code: 0)`: for the card transaction, its PIN pad is broken.
  func verifyOfflinePIN(
    _ request: OfflinePINRequest, with card: any CardSession,
    onDigitCount: @escaping (Int) -> Void
  ) async throws(SecurityModuleError) -> OfflinePINResult
  /// Ends a PIN entry under way as if the cardholder had cancelled.
  func cancelPINEntry()
}

extension SecurityModule {
  /// A module that has no PIN verified by cards.
  public func verifyOfflinePIN(
    _ request: OfflinePINRequest, with card: any CardSession,
    onDigitCount: @escaping (Int) -> Void
  ) async throws(SecurityModuleError) -> OfflinePINResult {
    throw .failed(code: 0)
  }
}

/// Protection of what the terminal stores; quick enough to be called between two disk writes.
public protocol RecordProtection: AnyObject {
  /// The seal of a record: a keyed hash (HMAC-SHA-256, 32 bytes) over bytes.
  func seal(_ bytes: [UInt8]) throws(SecurityModuleError) -> [UInt8]
  /// Encrypts and authenticates a secret for storage, such as a PAN.
  func protect(_ secret: [UInt8]) throws(SecurityModuleError) -> [UInt8]
  /// Reverses `protect`.
  func reveal(_ protected: [UInt8]) throws(SecurityModuleError) -> [UInt8]
}

/// Why the module refused.
public enum SecurityModuleError: Error, Hashable, Sendable {
  /// The slot holds no key.
  case keyMissing
  /// A key does not fit its check value.
  case checkValueMismatch(KeyPurpose)
  /// A key or an input has an impossible length.
  case badLength
  /// Stored bytes do not pass their authentication.
  case notAuthentic
  /// The module itself does not answer or failed; the code is its own.
  case failed(code: Int)
}

/// What a working key is for.
public enum KeyPurpose: Hashable, Sendable {
  /// PIN blocks.
  case pin
  /// Message authentication codes.
  case mac
  /// Track data.
  case track
}

/// Working keys as the center sent them.
public struct WorkingKeySet: Hashable, Sendable {
  /// One key, encrypted under the master key, and the first bytes of its encryption of zeros.
  public struct WrappedKey: Hashable, Sendable {
    /// 8 or 16 bytes; of a MAC key also 8 and then 8 zeros.
    public var cryptogram: [UInt8]
    /// 4 bytes.
    public var checkValue: [UInt8]
    /// Puts a wrapped key together.
    public init(cryptogram: [UInt8], checkValue: [UInt8]) {
      self.cryptogram = cryptogram
      self.checkValue = checkValue
    }
  }

  /// For PIN blocks.
  public var pin: WrappedKey
  /// For message authentication codes.
  public var mac: WrappedKey
  /// For track data, when the acquirer encrypts it.
  public var track: WrappedKey?

  /// Puts a key set together.
  public init(pin: WrappedKey, mac: WrappedKey, track: WrappedKey?) {
    self.pin = pin
    self.mac = mac
    self.track = track
  }
}

/// How a message authentication code is computed.
public enum MACAlgorithm: Hashable, Sendable {
  /// UnionPay's: exclusive-or of all blocks, two encryptions over hexadecimal text; 8 characters.
  case unionPayECB
  /// ANSI X9.9: DES in CBC; 8 bytes.
  case x9_9
  /// ANSI X9.19: X9.9 with a triple-DES last block; 8 bytes.
  case x9_19
}

/// What a PIN entry is for; it never shows the PAN.
public struct PINEntryRequest: Hashable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
{
  /// The PAN's ASCII digits that the block is bound to; empty for a block without PAN.
  public var panDigits: [UInt8]
  /// How many digits are allowed, 4 to 12; 0 among them allows to go on without a PIN.
  public var allowedLengths: Set<Int>
  /// How long the cardholder may take for the whole PIN.
  public var timeout: Duration

  /// Puts a request together.
  public init(panDigits: [UInt8], allowedLengths: Set<Int>, timeout: Duration) {
    self.panDigits = panDigits
    self.allowedLengths = allowedLengths
    self.timeout = timeout
  }

  /// Says only that it is a request.
  public var description: String { "a request for a PIN" }
  /// Says only that it is a request.
  public var debugDescription: String { description }
  /// Shows nothing of the PAN.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// How a PIN entry ended; it never shows the block.
public enum PINEntryResult: Hashable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
{
  /// The encrypted PIN block, 8 bytes, under the PIN key.
  case entered(block: [UInt8])
  /// The cardholder pressed enter without a digit, where that is allowed.
  case bypassed
  /// The cardholder pressed cancel, or `cancelPINEntry` was called.
  case cancelled
  /// The cardholder did not finish in time.
  case timedOut

  /// Names the ending alone.
  public var description: String {
    switch self {
    case .entered: "entered"
    case .bypassed: "bypassed"
    case .cancelled: "cancelled"
    case .timedOut: "timed out"
    }
  }
  /// Names the ending alone.
  public var debugDescription: String { description }
  /// Shows nothing of the block.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
