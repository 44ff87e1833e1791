/// What one swipe gave, track by track; it never shows track data in a text.
public struct Swipe: Hashable, Sendable {
  /// One track's outcome.
  public enum TrackReading: Hashable, Sendable {
    /// The stripe has no such track, or the reader does not read it.
    case absent
    /// The characters between the sentinels, in ASCII.
    case characters([UInt8])
    /// The reader read it and encrypted it; the clear data stands nowhere.
    ///
    /// `masked` is what the reader shows instead, between the sentinels, with most digits of the
    /// PAN replaced; empty when it sends none. The ciphertext is in the swipe's `encryption`.
    case encrypted(masked: [UInt8])
    /// There is something, but it can't be read.
    case unreadable(TrackFault)
  }

  /// Why a track could not be read.
  public enum TrackFault: Hashable, Sendable, CaseIterable {
    /// A character's parity bit is wrong.
    case parity
    /// The check character does not fit the others, or is missing.
    case longitudinalRedundancy
    /// No start or no end sentinel.
    case sentinelMissing
    /// More characters than the track may hold.
    case tooLong
    /// A character that the track can't hold, as when keys of a person came between.
    case foreignCharacter
    /// The reader says no more than that it failed.
    case notDecoded
    /// The reader has used up its encryption keys and reads no more cards: exchange it.
    case keysExhausted
  }

  /// Which way the card was drawn.
  public enum Direction: Hashable, Sendable, CaseIterable {
    /// With the start sentinel first.
    case forward
    /// With the end of the track first.
    case backward
  }

  /// Track 1: name and PAN.
  public var track1: TrackReading
  /// Track 2: PAN, expiry, service code.
  public var track2: TrackReading
  /// Track 3: seldom used.
  public var track3: TrackReading
  /// Which way the card was drawn; nil when the reader does not say.
  public var direction: Direction?
  /// The serial number that the reader put into the report; nil when it put none.
  public var readerSerialNumber: String?
  /// What the reader encrypted and how; nil when it encrypts nothing.
  public var encryption: SwipeEncryption?

  /// Puts a swipe together.
  public init(
    track1: TrackReading, track2: TrackReading, track3: TrackReading,
    direction: Direction? = nil, readerSerialNumber: String? = nil,
    encryption: SwipeEncryption? = nil
  ) {
    self.track1 = track1
    self.track2 = track2
    self.track3 = track3
    self.direction = direction
    self.readerSerialNumber = readerSerialNumber
    self.encryption = encryption
  }
}

extension Swipe: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Says only that it is a swipe.
  public var description: String { "a swipe" }
  /// Says only that it is a swipe.
  public var debugDescription: String { description }
  /// Shows nothing of the tracks.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Swipe.TrackReading: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Says what came of the track, and nothing of what is on it.
  public var description: String {
    switch self {
    case .absent: "absent"
    case .characters(let characters): "\(characters.count) characters"
    case .encrypted: "encrypted"
    case .unreadable(let fault): "unreadable: \(fault)"
    }
  }
  /// Says what came of the track, and nothing of what is on it.
  public var debugDescription: String { description }
  /// Shows nothing of the track.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
