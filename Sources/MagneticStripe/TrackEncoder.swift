package import HAL

/// Writes tracks as a card carries them: for test cards, emulated readers and tests.
package enum TrackEncoder {
  /// The clock zeros before and behind a track.
  package static let clockBitCount = 16

  /// The bits of a track, highest bit of each byte first; nil when a character can't stand on it.
  ///
  /// `characters` stand between the sentinels. The bytes end with zeros up to a whole byte.
  package static func bits(
    _ characters: some Sequence<UInt8>, format: TrackFormat,
    direction: Swipe.Direction = .forward
  ) -> [UInt8]? {
    let text = [format.startSentinel] + characters + [format.endSentinel]
    guard text.allSatisfy(format.holds) else { return nil }
    let clock = [UInt8](repeating: 0, count: clockBitCount)
    var bits = clock
    for character in text + [format.checkCharacter(of: text)] {
      let value = character - format.characterOffset
      let data = (0..<format.dataBitCount).map { value >> UInt8($0) & 1 }
      bits += data + [1 - data.reduce(0, +) % 2]
    }
    bits += clock
    switch direction {
    case .forward: return packed(bits)
    case .backward: return packed(bits.reversed())
    }
  }

  private static func packed(_ bits: [UInt8]) -> [UInt8] {
    stride(from: 0, to: bits.count, by: 8).map { start in
      (start..<start + 8).reduce(0) { $0 << 1 | ($1 < bits.count ? bits[$1] : 0) }
    }
  }
}
