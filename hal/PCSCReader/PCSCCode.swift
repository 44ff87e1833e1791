import CPCSC

/// What a call of libpcsclite returned.
///
/// A `LONG` has 64 bits on 64-bit Linux and 32 elsewhere; the codes are the lower 32.
/// Source: pcsc-lite, `pcsclite.h`.
package struct PCSCCode: Error, Hashable, Sendable, CustomStringConvertible {
  /// The lower 32 bits.
  package let rawValue: UInt32

  /// Takes the number of a code.
  package init(_ rawValue: UInt32) { self.rawValue = rawValue }

  /// Takes what a call returned.
  init(result: LONG) { rawValue = UInt32(truncatingIfNeeded: result) }

  /// Throws unless a call returned success.
  static func check(_ result: LONG) throws(PCSCCode) {
    if result != 0 { throw PCSCCode(result: result) }
  }

  /// As the library's own header writes it: `80100069`.
  package var description: String {
    let digits = String(rawValue, radix: 16, uppercase: true)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

extension PCSCCode {
  static let cancelled = PCSCCode(0x8010_0002)
  static let invalidHandle = PCSCCode(0x8010_0003)
  static let unknownReader = PCSCCode(0x8010_0009)
  static let timeout = PCSCCode(0x8010_000A)
  static let sharingViolation = PCSCCode(0x8010_000B)
  static let noSmartCard = PCSCCode(0x8010_000C)
  static let protocolMismatch = PCSCCode(0x8010_000F)
  static let invalidValue = PCSCCode(0x8010_0011)
  static let communicationError = PCSCCode(0x8010_0013)
  static let notTransacted = PCSCCode(0x8010_0016)
  static let readerUnavailable = PCSCCode(0x8010_0017)
  static let noService = PCSCCode(0x8010_001D)
  static let serviceStopped = PCSCCode(0x8010_001E)
  static let unsupportedFeature = PCSCCode(0x8010_001F)
  static let noReadersAvailable = PCSCCode(0x8010_002E)
  static let unsupportedCard = PCSCCode(0x8010_0065)
  static let unresponsiveCard = PCSCCode(0x8010_0066)
  static let unpoweredCard = PCSCCode(0x8010_0067)
  static let resetCard = PCSCCode(0x8010_0068)
  static let removedCard = PCSCCode(0x8010_0069)
  static let securityViolation = PCSCCode(0x8010_006A)

  /// Whether the context with all its handles is dead, and another one has to be established.
  var meansServiceGone: Bool {
    [.noService, .serviceStopped, .communicationError, .invalidHandle].contains(self)
  }
}
