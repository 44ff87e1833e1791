/// The amount of a transaction in minor units: fen for CNY.
///
/// On the wire: twelve BCD digits in six bytes, unsigned, `0...999_999_999_999`.
/// Source: ISO 8583:1987, data element 4 (n 12).
package struct TransactionAmount: Hashable, Sendable, Comparable {
  /// Hundredths of the currency's unit.
  package let minorUnits: Int

  /// No money.
  package static let zero = TransactionAmount(unchecked: 0)

  /// Takes minor units; nil when they do not fit twelve digits.
  package init?(minorUnits: Int) {
    guard (0...999_999_999_999).contains(minorUnits) else { return nil }
    self.minorUnits = minorUnits
  }

  private init(unchecked minorUnits: Int) { self.minorUnits = minorUnits }

  /// The twelve digits of the wire.
  package var wireText: String { FixedDigits.text(minorUnits, 12) }

  /// The amount as people write it: `123.45`.
  package var text: String { "\(minorUnits / 100).\(FixedDigits.text(minorUnits % 100, 2))" }

  package static func < (left: Self, right: Self) -> Bool { left.minorUnits < right.minorUnits }

  /// The sum, or nil when it does not fit twelve digits.
  package func adding(_ other: Self) -> Self? {
    Self(minorUnits: minorUnits + other.minorUnits)
  }
}
