/// The answer to GS r 1, which comes when all that was sent before it has been printed.
///
/// Bits 4 and 7 are clear, by which it is told from the real-time answers.
/// Source: Epson's ESC/POS command reference, GS r.
package struct PaperSensorReport: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The roll is nearly used up.
  package static let nearEnd = Self(rawValue: 0x03)
  /// There is no paper.
  package static let end = Self(rawValue: 0x0C)

  /// Reads an answer; nil when the fixed bits are wrong.
  package init?(byte: UInt8) {
    guard byte & 0x90 == 0 else { return nil }
    rawValue = byte & 0x0F
  }

  /// The answer.
  package var byte: UInt8 { rawValue }
}
