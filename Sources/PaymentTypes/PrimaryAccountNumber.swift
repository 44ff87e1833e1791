/// A card number, which never shows more of itself than its first six and last four digits.
///
/// Eight to nineteen decimal digits. `description`, `debugDescription` and mirrors are masked; the
/// digits leave only through `digits`, whose name is easy to find in a review.
/// Source: ISO/IEC 7812-1; masking after PCI DSS 3.4.
package struct PrimaryAccountNumber: Hashable, Sendable {
  /// The ASCII digits in clear: for the wire, the card and the security module only.
  package let digits: [UInt8]

  /// Takes ASCII digits; nil when one is no digit or their number is out of range.
  package init?(digits: some Sequence<UInt8>) {
    let digits = Array(digits)
    guard (8...19).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    self.digits = digits
  }

  /// Takes a text of digits.
  package init?(_ text: some StringProtocol) { self.init(digits: text.utf8) }

  /// The first six and last four digits with stars between, as on slips and screens.
  package var masked: String {
    guard digits.count > 10 else { return String(repeating: "*", count: digits.count) }
    let stars = Array(repeating: UInt8(0x2A), count: digits.count - 10)
    return String(decoding: digits.prefix(6) + stars + digits.suffix(4), as: UTF8.self)
  }

  /// The last four digits, by which people find a transaction.
  package var lastFour: String { String(decoding: digits.suffix(4), as: UTF8.self) }

  /// Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B).
  package var hasValidCheckDigit: Bool {
    var sum = 0
    for (index, digit) in digits.reversed().enumerated() {
      let value = Int(digit - 0x30) << (index % 2)
      sum += value > 9 ? value - 9 : value
    }
    return sum % 10 == 0
  }
}

extension PrimaryAccountNumber: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package var description: String { masked }
  package var debugDescription: String { masked }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
