/// The bits of what terminal and card tell each other before a contactless transaction.
///
/// The kernel has no types for them, as it is one for contacts. Source: EMV reference sections 12
/// and 13.
enum QualifierBits {
  /// Words for bits, each with its byte and bit as the books count them.
  typealias Table = [(byte: Int, bit: Int, meaning: String)]

  /// 9F66, four bytes.
  static let terminal: Table = [
    (1, 8, "magnetic stripe mode"), (1, 7, "full contactless transaction (PBOC)"),
    (1, 6, "EMV mode (Visa), qPBOC"), (1, 5, "contacts"), (1, 4, "offline only"),
    (1, 3, "online PIN"), (1, 2, "signature"), (1, 1, "offline data authentication when online"),
    (2, 8, "an online cryptogram is required"), (2, 7, "cardholder verification is required"),
    (2, 6, "offline PIN by contacts"), (3, 8, "issuer updates are processed"),
    (3, 7, "the cardholder's device can verify him"), (4, 8, "fDDA version 01"),
  ]

  /// 9F6C, two bytes.
  static let card: Table = [
    (1, 8, "online PIN is required"), (1, 7, "signature is required"),
    (1, 6, "go online when offline data authentication fails"),
    (1, 5, "switch to contacts when offline data authentication fails"),
    (1, 4, "go online when the application has expired"), (1, 3, "switch interface for cash"),
    (1, 2, "switch interface for cashback"),
    (2, 8, "the cardholder's device has verified him"), (2, 7, "issuer updates are processed"),
  ]

  /// The bits that are set.
  static func explanations(_ value: [UInt8], _ table: Table) -> [Explanation] {
    var list: [Explanation] = []
    for (index, byte) in value.enumerated() {
      for number in (1...8).reversed() where byte & 1 << UInt8(number - 1) != 0 {
        let known = table.first { $0.byte == index + 1 && $0.bit == number }
        list.append(
          Explanation("byte \(index + 1) bit \(number)", known?.meaning ?? "reserved"))
      }
    }
    return list.isEmpty ? [Explanation("no bit is set")] : list
  }
}
