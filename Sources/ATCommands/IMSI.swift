/// The number of a subscriber (IMSI), 6 to 15 digits.
///
/// It tells who pays and where: it belongs into no log.
/// Source: 3GPP TS 27.007, 5.6 (CIMI); TS 23.003, 2.2.
package struct IMSI: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The digits.
  package let text: String

  /// Reads `46000…` or `+CIMI: 46000…`; nil when the line holds no such number.
  package init?(line: String) {
    let text = NumberLine.value(line)
    guard (6...15).contains(text.utf8.count), NumberLine.isDecimal(text) else { return nil }
    self.text = text
  }

  /// Country and network: the first five digits.
  package var network: String { String(text.prefix(5)) }

  package var description: String { "IMSI of network \(network)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
