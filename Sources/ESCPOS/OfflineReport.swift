/// Why a printer is off line: the answer to DLE EOT 2.
package struct OfflineReport: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The cover is open.
  package static let coverOpen = Self(rawValue: 0x04)
  /// Somebody feeds paper by the button.
  package static let feeding = Self(rawValue: 0x08)
  /// Printing stopped because the paper ended.
  package static let paperEnd = Self(rawValue: 0x20)
  /// There is an error; the error report says which.
  package static let error = Self(rawValue: 0x40)

  /// Reads an answer; nil when the fixed bits are wrong.
  package init?(byte: UInt8) {
    guard RealTimeReport.isValid(byte) else { return nil }
    rawValue = byte & 0x6C
  }

  /// The answer.
  package var byte: UInt8 { rawValue | RealTimeReport.fixedBits }
}
