/// The month to whose end a card is valid.
///
/// On the wire: four digits YYMM (ISO 8583 data element 14).
package struct ExpiryDate: Hashable, Sendable {
  /// 0 to 99.
  package let year: Int
  /// 1 to 12.
  package let month: Int

  /// Takes four ASCII digits YYMM.
  package init?(digits: some Sequence<UInt8>) {
    let digits = Array(digits)
    guard digits.count == 4, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let values = digits.map { Int($0 - 0x30) }
    self.init(year: values[0] * 10 + values[1], month: values[2] * 10 + values[3])
  }

  /// Takes numbers; nil when one is out of range.
  package init?(year: Int, month: Int) {
    guard (0...99).contains(year), (1...12).contains(month) else { return nil }
    self.year = year
    self.month = month
  }

  /// The four digits YYMM.
  package var text: String { FixedDigits.text(year, 2) + FixedDigits.text(month, 2) }
}
