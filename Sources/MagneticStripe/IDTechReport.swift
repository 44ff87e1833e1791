package import HAL

/// ID TECH's own structure: a header, and what the reader would have typed.
///
/// Decode status of tracks 1 to 3 (bit 0: error), their lengths, encode type, the output's length
/// (two bytes, lowest first), the output: the tracks as text, or the encrypted block.
/// Source: ID TECH 80096504; reference 2.4.
package enum IDTechReport {
  /// The bytes of the header.
  package static let headerByteCount = 9

  /// Reads a report; what follows the output is not looked at.
  package static func swipe(_ report: [UInt8]) throws(SwipeReportError) -> Swipe {
    guard report.count >= headerByteCount else {
      throw .truncated(offset: 0, wanted: headerByteCount, available: report.count)
    }
    let length = Int(report[7]) | Int(report[8]) << 8
    guard report.count - headerByteCount >= length else {
      throw .truncated(
        offset: headerByteCount, wanted: length, available: report.count - headerByteCount)
    }
    let output = report[headerByteCount..<headerByteCount + length]
    var swipe: Swipe
    if output.first == IDTechBlock.start {
      swipe = try IDTechBlock.swipe(Array(output), base: headerByteCount)
    } else {
      swipe = TrackText.swipe(Array(output))
    }
    for (index, track) in TrackFormat.allCases.enumerated() {
      if report[index] & 1 != 0, swipe[track] == .absent {
        swipe[track] = .unreadable(.notDecoded)
      }
    }
    return swipe
  }
}
