/// Who issued the card and who acquires (field 44 of an answer).
///
/// On the wire: two codes of 11 characters, each filled with spaces on the right.
/// Source: UnionPay POS, field 44.
package struct InstitutionCodes: Hashable, Sendable {
  /// The issuing or receiving institution, without its spaces.
  package let issuer: String
  /// The acquirer, without its spaces.
  package let acquirer: String

  /// Puts the codes together; only 11 characters of each go out.
  package init(issuer: String, acquirer: String) {
    self.issuer = issuer
    self.acquirer = acquirer
  }

  /// Takes 11 to 25 ASCII characters; a missing second code is empty.
  package init?(_ bytes: [UInt8]) {
    guard let fields = FixedFields(bytes: bytes), let issuer = fields.text(0, 11) else {
      return nil
    }
    let acquirer = fields.text(11, min(11, fields.count - 11)) ?? ""
    self.init(issuer: Self.trimmed(issuer), acquirer: Self.trimmed(acquirer))
  }

  /// The 22 characters.
  package var text: String { Self.filled(issuer) + Self.filled(acquirer) }

  private static func trimmed(_ text: String) -> String {
    guard let end = text.lastIndex(where: { $0 != " " }) else { return "" }
    return String(text[...end])
  }

  private static func filled(_ text: String) -> String {
    let text = String(text.prefix(11))
    return text + String(repeating: " ", count: max(0, 11 - text.utf8.count))
  }
}
