/// A reader through which a magnetic stripe is drawn; swipes come as events.
public protocol MagstripeReader: AnyObject {
  /// What the profile calls it.
  var name: DeviceName { get }
  /// Whether the reader can be used.
  var isAvailable: Bool { get }
  /// Names the receiver of `cardSwiped`, `deviceLost` and `deviceFound`.
  func attach(to sink: any DeviceEventSink)
}

/// What one swipe gave, track by track; it never shows track data in a text.
public struct Swipe: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// One track's outcome.
  public enum TrackReading: Hashable, Sendable {
    /// The stripe has no such track, or the reader does not read it.
    case absent
    /// The characters between the sentinels, in ASCII.
    case characters([UInt8])
    /// There is something, but it can't be read.
    case unreadable(TrackFault)
  }

  /// Why a track could not be read.
  public enum TrackFault: Hashable, Sendable {
    /// A character's parity bit is wrong.
    case parity
    /// The check character does not fit the others.
    case longitudinalRedundancy
    /// No start or no end sentinel.
    case sentinelMissing
    /// More characters than the track may hold.
    case tooLong
    /// The reader says no more than that it failed.
    case notDecoded
  }

  /// Track 1: name and PAN.
  public var track1: TrackReading
  /// Track 2: PAN, expiry, service code.
  public var track2: TrackReading
  /// Track 3: seldom used.
  public var track3: TrackReading

  /// Puts a swipe together.
  public init(track1: TrackReading, track2: TrackReading, track3: TrackReading) {
    self.track1 = track1
    self.track2 = track2
    self.track3 = track3
  }

  /// Says only that it is a swipe.
  public var description: String { "a swipe" }
  /// Says only that it is a swipe.
  public var debugDescription: String { description }
  /// Shows nothing of the tracks.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
