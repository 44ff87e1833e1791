package import HAL

/// Tracks as text with sentinels, as readers send them.
package enum TrackText {
  /// What readers send between sentinels for a track that they could not decode.
  private static let errorMark: [UInt8] = [0x45]  // E

  /// Start sentinels that readers use for track 3 beside `;`: `+`, `#`, `!`.
  private static let otherTrackThreeSentinels: [UInt8] = [0x2B, 0x23, 0x21]

  /// Reads one track with its sentinels, and possibly its check character behind them.
  ///
  /// Nothing at all is an absent track. Any bytes are allowed: the worst is a fault.
  package static func reading(
    of text: some Collection<UInt8>, format: TrackFormat
  ) -> Swipe.TrackReading {
    guard let first = text.first else { return .absent }
    guard isStartSentinel(first, format), let end = text.firstIndex(of: format.endSentinel) else {
      return .unreadable(.sentinelMissing)
    }
    let characters = Array(text[text.index(after: text.startIndex)..<end])
    if characters == errorMark { return .unreadable(.notDecoded) }
    guard characters.allSatisfy(format.holds) else { return .unreadable(.foreignCharacter) }
    guard characters.count + 3 <= format.characterLimit else { return .unreadable(.tooLong) }
    let rest = text[text.index(after: end)...]
    if let check = rest.first {
      let whole = [format.startSentinel] + characters + [format.endSentinel]
      guard rest.count == 1, check == format.checkCharacter(of: whole) else {
        return .unreadable(.longitudinalRedundancy)
      }
    }
    return .characters(characters)
  }

  /// Reads tracks one behind the other, each with its sentinels.
  ///
  /// `%` begins track 1; `;` begins track 2, or track 3 when there was one already; `+`, `#` and
  /// `!` begin track 3. Carriage returns, line feeds and spaces between tracks do not matter. Other
  /// characters between them are `foreignCharacter` of the track before, or of track 1: somebody
  /// typed while the card was drawn.
  package static func swipe(_ text: [UInt8]) -> Swipe {
    var readings: [TrackFormat: Swipe.TrackReading] = [:]
    var last = TrackFormat.track1
    var rest = text[...]
    while let first = rest.first {
      guard let format = format(startingWith: first, after: readings) else {
        if ![0x0D, 0x0A, 0x20].contains(first) { readings[last] = .unreadable(.foreignCharacter) }
        rest = rest.dropFirst()
        continue
      }
      let end = rest.firstIndex(of: format.endSentinel).map { $0 + 1 } ?? rest.endIndex
      readings[format] = reading(of: rest[..<end], format: format)
      rest = rest[end...]
      last = format
      if let check = rest.first, isCheckCharacter(check, before: rest.dropFirst()) {
        readings[format] = checked(readings[format], check, format)
        rest = rest.dropFirst()
      }
    }
    return Swipe(
      track1: readings[.track1] ?? .absent, track2: readings[.track2] ?? .absent,
      track3: readings[.track3] ?? .absent)
  }

  /// Whether a character behind an end sentinel is that track's check character: then the track
  /// ends there, by a line's end or by the end of all.
  private static func isCheckCharacter(_ character: UInt8, before rest: ArraySlice<UInt8>) -> Bool {
    ![0x0D, 0x0A].contains(character) && [nil, 0x0D, 0x0A].contains(rest.first)
  }

  private static func checked(
    _ reading: Swipe.TrackReading?, _ check: UInt8, _ format: TrackFormat
  ) -> Swipe.TrackReading? {
    guard case .characters(let characters) = reading else { return reading }
    let whole = [format.startSentinel] + characters + [format.endSentinel]
    return check == format.checkCharacter(of: whole)
      ? reading : .unreadable(.longitudinalRedundancy)
  }

  private static func isStartSentinel(_ character: UInt8, _ format: TrackFormat) -> Bool {
    character == format.startSentinel
      || (format == .track3 && otherTrackThreeSentinels.contains(character))
  }

  private static func format(
    startingWith character: UInt8, after readings: [TrackFormat: Swipe.TrackReading]
  ) -> TrackFormat? {
    if character == TrackFormat.track1.startSentinel { return .track1 }
    if otherTrackThreeSentinels.contains(character) { return .track3 }
    guard character == TrackFormat.track2.startSentinel else { return nil }
    return readings[.track2] == nil ? .track2 : .track3
  }
}
