import Octets

/// The last method of cardholder verification and how it ended (tag 9F34).
///
/// Three bytes: the rule's first byte as the card wrote it, its condition, the result.
/// Source: EMV 4.3 Book 4, Annex A4 and 6.3.4.5.
package struct CVMResults: Hashable, Sendable, CustomStringConvertible {
  /// How the method ended, as far as the terminal knows.
  package enum Result: UInt8, Hashable, Sendable {
    /// Others will find out: a signature, or a PIN that the issuer verifies.
    case unknown = 0
    /// It failed.
    case failed = 1
    /// It succeeded.
    case successful = 2
  }

  /// The first byte of the rule, or 3F when none was performed.
  package let method: UInt8
  /// The second byte of the rule.
  package let condition: UInt8
  /// How it ended.
  package let result: Result

  /// Puts results together.
  package init(method: UInt8, condition: UInt8, result: Result) {
    self.method = method
    self.condition = condition
    self.result = result
  }

  /// 3F0000: the card asks for no cardholder verification.
  package static let notRequired = CVMResults(method: 0x3F, condition: 0, result: .unknown)
  /// 3F0001: there are rules, but none could be performed.
  package static let nonePerformed = CVMResults(method: 0x3F, condition: 0, result: .failed)

  /// The bytes.
  package var bytes: [UInt8] { [method, condition, result.rawValue] }

  /// Whether the cardholder is to sign the slip.
  package var requiresSignature: Bool {
    let code = method & 0x3F
    return result != .failed && (code == 0x1E || code == 0x03 || code == 0x05)
  }

  /// Whether a PIN for the issuer goes with the request.
  package var hasOnlinePIN: Bool { result != .failed && method & 0x3F == 0x02 }

  /// The bytes in hexadecimal.
  package var description: String { Hexadecimal.text(bytes) }
}
