/// What a printer tells unasked after GS a: four bytes that hold its whole state.
///
/// The first byte has bit 4 set and bits 0, 1 and 7 clear; the others have bits 4 and 7 clear.
/// Source: Epson's ESC/POS command reference, GS a.
package struct AutomaticStatusReport: Hashable, Sendable {
  /// How many bytes it has.
  package static let byteCount = 4

  /// The drawer's switch is open.
  package var hasDrawerSignal = false
  /// The printer takes no data to print.
  package var isOffline = false
  /// The cover is open.
  package var isCoverOpen = false
  /// Somebody holds the feed button.
  package var isFeeding = false
  /// What is broken.
  package var errors: ErrorReport = []
  /// How much paper there is.
  package var paper: PaperSensorReport = []

  /// A printer that is well.
  package init() {}

  /// Whether a byte is the first of such a report.
  package static func isFirst(_ byte: UInt8) -> Bool { byte & 0x93 == 0x10 }

  /// Reads a report; nil when its length or a fixed bit is wrong.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount, Self.isFirst(bytes[0]),
      bytes.dropFirst().allSatisfy({ $0 & 0x90 == 0 })
    else { return nil }
    hasDrawerSignal = bytes[0] & 0x04 != 0
    isOffline = bytes[0] & 0x08 != 0
    isCoverOpen = bytes[0] & 0x20 != 0
    isFeeding = bytes[0] & 0x40 != 0
    errors = ErrorReport(rawValue: bytes[1] & 0x6C)
    paper = PaperSensorReport(rawValue: bytes[2] & 0x0F)
  }

  /// The report as its four bytes.
  package var bytes: [UInt8] {
    let first: UInt8 =
      0x10 | (hasDrawerSignal ? 0x04 : 0) | (isOffline ? 0x08 : 0) | (isCoverOpen ? 0x20 : 0)
      | (isFeeding ? 0x40 : 0)
    return [first, errors.rawValue, paper.rawValue, 0]
  }
}
