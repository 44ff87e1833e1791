/// How one of the three tracks is written.
///
/// A character is its data bits, lowest first, and an odd parity bit. The check character behind
/// the end sentinel makes each column of data bits even, and has an odd parity bit of its own.
/// Source: ISO/IEC 7811-2 and -6, ISO/IEC 7813, ISO/IEC 4909; reference 2.8.
package enum TrackFormat: Int, Hashable, Sendable, CaseIterable {
  /// IATA: 210 bits an inch, letters and digits.
  case track1 = 1
  /// ABA: 75 bits an inch, digits.
  case track2 = 2
  /// THRIFT: 210 bits an inch, digits.
  case track3 = 3

  /// The data bits of a character, without its parity bit.
  package var dataBitCount: Int { self == .track1 ? 6 : 4 }

  /// What is added to a character's bits to make it ASCII.
  package var characterOffset: UInt8 { self == .track1 ? 0x20 : 0x30 }

  /// The first character.
  package var startSentinel: UInt8 { self == .track1 ? 0x25 : 0x3B }

  /// The character between fields.
  package var fieldSeparator: UInt8 { self == .track1 ? 0x5E : 0x3D }

  /// The last character before the check character: `?`.
  package var endSentinel: UInt8 { 0x3F }

  /// The most characters, with both sentinels and the check character.
  package var characterLimit: Int {
    switch self {
    case .track1: 79
    case .track2: 40
    case .track3: 107
    }
  }

  /// Whether the track can hold the character.
  package func holds(_ character: UInt8) -> Bool {
    let range = characterOffset...(characterOffset + (1 << UInt8(dataBitCount)) - 1)
    return range.contains(character)
  }

  /// The check character of characters with both sentinels.
  package func checkCharacter(of characters: some Sequence<UInt8>) -> UInt8 {
    characters.reduce(0) { $0 ^ ($1 &- characterOffset) } &+ characterOffset
  }
}
