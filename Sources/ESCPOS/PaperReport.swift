/// How much paper there is: the answer to DLE EOT 4.
package struct PaperReport: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The roll is nearly used up; two bits that change together.
  package static let nearEnd = Self(rawValue: 0x0C)
  /// There is no paper; two bits that change together.
  package static let end = Self(rawValue: 0x60)

  /// Reads an answer; nil when the fixed bits are wrong.
  package init?(byte: UInt8) {
    guard RealTimeReport.isValid(byte) else { return nil }
    var report: PaperReport = []
    if byte & 0x0C != 0 { report.insert(.nearEnd) }
    if byte & 0x60 != 0 { report.insert(.end) }
    self = report
  }

  /// The answer.
  package var byte: UInt8 { rawValue | RealTimeReport.fixedBits }
}
