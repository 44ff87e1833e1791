/// The number of a modem (IMEI), 15 digits.
///
/// Source: 3GPP TS 27.007, 5.4 (CGSN); TS 23.003, 6.
package struct IMEI: Hashable, Sendable {
  /// The digits.
  package let text: String

  /// Reads `866…` or `+CGSN: "866…"`; nil when the line holds no 15 digits.
  package init?(line: String) {
    let text = NumberLine.value(line)
    guard text.utf8.count == 15, NumberLine.isDecimal(text) else { return nil }
    self.text = text
  }
}
