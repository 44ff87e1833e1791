/// The state of a printer in one byte: the answer to DLE EOT 1.
///
/// Bits 1 and 4 are set and bits 0 and 7 clear in each of these answers, by which they are known.
/// Source: Epson's ESC/POS command reference, DLE EOT.
package struct PrinterStateReport: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The drawer's switch is open.
  package static let drawerSignal = Self(rawValue: 0x04)
  /// The printer takes no data to print.
  package static let offline = Self(rawValue: 0x08)
  /// It waits for somebody to put something right.
  package static let waitsForRecovery = Self(rawValue: 0x20)
  /// Somebody holds the feed button.
  package static let feedButton = Self(rawValue: 0x40)

  /// Reads an answer; nil when the fixed bits are wrong.
  package init?(byte: UInt8) {
    guard RealTimeReport.isValid(byte) else { return nil }
    rawValue = byte & 0x6C
  }

  /// The answer.
  package var byte: UInt8 { rawValue | RealTimeReport.fixedBits }
}
