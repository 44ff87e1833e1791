/// What is broken: the answer to DLE EOT 3.
package struct ErrorReport: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Something that a person can put right, such as a jam.
  package static let recoverable = Self(rawValue: 0x04)
  /// The cutter is stuck.
  package static let cutter = Self(rawValue: 0x08)
  /// Something that only a repair puts right.
  package static let unrecoverable = Self(rawValue: 0x20)
  /// Something that passes by itself: the head is too hot.
  package static let selfRecovering = Self(rawValue: 0x40)

  /// Reads an answer; nil when the fixed bits are wrong.
  package init?(byte: UInt8) {
    guard RealTimeReport.isValid(byte) else { return nil }
    rawValue = byte & 0x6C
  }

  /// The answer.
  package var byte: UInt8 { rawValue | RealTimeReport.fixedBits }
}
