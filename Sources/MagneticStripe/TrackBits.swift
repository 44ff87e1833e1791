package import HAL

/// What the bits of one track say, with a report on their checks.
package struct TrackBits: Hashable, Sendable {
  /// The track as a reader would report it.
  package let reading: Swipe.TrackReading
  /// Which way the card was drawn; nil when neither way gives a start sentinel.
  package let direction: Swipe.Direction?
  /// Where characters with a wrong parity bit stand, counted from the start sentinel.
  package let parityErrors: [Int]
  /// Whether the check character fits; nil when there is none.
  package let isCheckCharacterRight: Bool?

  /// Decodes the bits of a track, highest bit of each byte first, drawn either way.
  ///
  /// Clock zeros before and behind do not matter. Where both ways fail, the report is on the one
  /// that got further. Any bytes are allowed: the worst that comes of them is a fault.
  package init(_ bytes: [UInt8], format: TrackFormat) {
    let bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
    guard bits.contains(1) else {
      self.init(reading: .absent, direction: nil, parityErrors: [], isCheckCharacterRight: nil)
      return
    }
    let forward = TrackBits(bits, format: format, direction: .forward)
    if forward.rank == 0 {
      self = forward
      return
    }
    let backward = TrackBits(bits.reversed(), format: format, direction: .backward)
    self = backward.rank < forward.rank ? backward : forward
  }

  private init(
    reading: Swipe.TrackReading, direction: Swipe.Direction?, parityErrors: [Int],
    isCheckCharacterRight: Bool?
  ) {
    self.reading = reading
    self.direction = direction
    self.parityErrors = parityErrors
    self.isCheckCharacterRight = isCheckCharacterRight
  }

  /// Decodes one way.
  private init(_ bits: [UInt8], format: TrackFormat, direction: Swipe.Direction) {
    guard let start = Self.startSentinel(in: bits, format) else {
      self.init(
        reading: .unreadable(.sentinelMissing), direction: nil, parityErrors: [],
        isCheckCharacterRight: nil)
      return
    }
    var characters: [UInt8] = []
    var parityErrors: [Int] = []
    var check: Bool?
    var place = start
    while let character = Self.character(at: place, in: bits, format) {
      place += format.dataBitCount + 1
      if !character.isParityRight { parityErrors.append(characters.count) }
      if characters.last == format.endSentinel {
        check =
          character.isParityRight && character.value == format.checkCharacter(of: characters)
        break
      }
      characters.append(character.value)
    }
    self.init(
      reading: Self.reading(of: characters, format, parityErrors: parityErrors, check: check),
      direction: direction, parityErrors: parityErrors, isCheckCharacterRight: check)
  }

  /// The gravest fault first: each explains those behind it.
  private static func reading(
    of characters: [UInt8], _ format: TrackFormat, parityErrors: [Int], check: Bool?
  ) -> Swipe.TrackReading {
    if characters.count + 1 > format.characterLimit { return .unreadable(.tooLong) }
    if !parityErrors.isEmpty { return .unreadable(.parity) }
    guard characters.count > 1, characters.last == format.endSentinel else {
      return .unreadable(.sentinelMissing)
    }
    if check != true { return .unreadable(.longitudinalRedundancy) }
    return .characters(Array(characters.dropFirst().dropLast()))
  }

  /// How bad it is, to choose between two ways: 0 is faultless.
  private var rank: Int {
    switch reading {
    case .characters, .absent, .encrypted: 0
    case .unreadable:
      // Drawn the wrong way, a track seldom has a start, and hardly ever an end.
      (direction == nil ? 20_000 : 0) + (isCheckCharacterRight == nil ? 10_000 : 1)
        + parityErrors.count
    }
  }

  /// The place of the first start sentinel with its parity bit.
  private static func startSentinel(in bits: [UInt8], _ format: TrackFormat) -> Int? {
    bits.indices.first { place in
      guard bits[place] == 1, let first = character(at: place, in: bits, format) else {
        return false
      }
      return first.isParityRight && first.value == format.startSentinel
    }
  }

  private static func character(
    at place: Int, in bits: [UInt8], _ format: TrackFormat
  ) -> (value: UInt8, isParityRight: Bool)? {
    let count = format.dataBitCount
    guard place + count < bits.count else { return nil }
    let data = bits[place..<place + count]
    let value = data.reversed().reduce(0) { $0 << 1 | $1 }
    let ones = data.reduce(0, +) + bits[place + count]
    return (value + format.characterOffset, ones % 2 == 1)
  }
}

extension TrackBits: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "\(reading)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
