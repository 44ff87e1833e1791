package import HAL

/// MagTek's plain report: three tracks in clear, each in a field of its own.
///
/// 337 bytes: decode status of tracks 1 to 3 (bit 0: error), their lengths, encode type, then 110
/// bytes for each track, ASCII with sentinels, undefined behind the length. One report for each
/// card drawn. Source: MagTek 99875191; reference 2.3.
package enum MagTekReport {
  /// The bytes of a report.
  package static let byteCount = 337
  /// The bytes of a track's field.
  package static let fieldByteCount = 110
  /// Where the first track's field begins.
  package static let fieldsOffset = 7

  /// Reads a report; what follows its 337 bytes is not looked at.
  package static func swipe(_ report: [UInt8]) throws(SwipeReportError) -> Swipe {
    guard report.count >= byteCount else {
      throw .truncated(offset: 0, wanted: byteCount, available: report.count)
    }
    var readings: [Swipe.TrackReading] = []
    for (index, format) in TrackFormat.allCases.enumerated() {
      let length = Int(report[3 + index])
      guard length <= fieldByteCount else { throw .badLength(length, offset: 3 + index) }
      let start = fieldsOffset + index * fieldByteCount
      readings.append(
        reading(
          report[start..<start + length], format, hasError: report[index] & 1 != 0,
          isISO: report[6] == 0))
    }
    return Swipe(track1: readings[0], track2: readings[1], track3: readings[2])
  }

  /// A track's reading by its status and its text.
  ///
  /// Cards of other standards (encode type 1 and above) have other sentinels, characters and
  /// lengths: their text is passed on as it is.
  static func reading(
    _ text: ArraySlice<UInt8>, _ format: TrackFormat, hasError: Bool, isISO: Bool
  ) -> Swipe.TrackReading {
    if hasError { return .unreadable(.notDecoded) }
    if text.isEmpty { return .absent }
    return isISO ? TrackText.reading(of: text, format: format) : .characters(Array(text))
  }
}
