/// The terminal's trace number of one message, also printed as 凭证号.
///
/// On the wire: six BCD digits, `000001...999999`, never 0.
/// Source: ISO 8583:1987, data element 11.
package struct SystemTraceAuditNumber: Hashable, Sendable, Comparable {
  /// 1 to 999,999.
  package let number: Int

  /// Nil when the number is out of range.
  package init?(_ number: Int) {
    guard (1...999_999).contains(number) else { return nil }
    self.number = number
  }

  /// The six digits.
  package var text: String { FixedDigits.text(number, 6) }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// The number of a batch of transactions, from one settlement to the next.
///
/// On the wire: six digits in sub-field 60.2, `000001...999999`.
package struct BatchNumber: Hashable, Sendable {
  /// 1 to 999,999.
  package let number: Int

  /// Nil when the number is out of range.
  package init?(_ number: Int) {
    guard (1...999_999).contains(number) else { return nil }
    self.number = number
  }

  /// The six digits.
  package var text: String { FixedDigits.text(number, 6) }
}

/// A text of a fixed number of printable ASCII characters.
package protocol FixedText: Hashable, Sendable, CustomStringConvertible {
  /// The exact number of characters.
  static var characterCount: Int { get }
  /// The characters.
  var text: String { get }
  /// Takes characters that the caller has checked.
  init(checked text: String)
}

extension FixedText {
  /// Nil when the length is not exact or a character is not printable ASCII.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == Self.characterCount,
      text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
    else { return nil }
    self.init(checked: String(text))
  }

  package var description: String { text }
}

/// The acquirer's name of one terminal (data element 41, ans 8).
package struct TerminalIdentifier: FixedText {
  package static let characterCount = 8
  package let text: String
  package init(checked text: String) { self.text = text }
}

/// The acquirer's name of one merchant (data element 42, ans 15).
package struct MerchantIdentifier: FixedText {
  package static let characterCount = 15
  package let text: String
  package init(checked text: String) { self.text = text }
}

/// The center's name of one transaction (data element 37, an 12).
package struct RetrievalReferenceNumber: FixedText {
  package static let characterCount = 12
  package let text: String
  package init(checked text: String) { self.text = text }
}

/// The issuer's name of one approval (data element 38, an 6).
package struct AuthorizationCode: FixedText {
  package static let characterCount = 6
  package let text: String
  package init(checked text: String) { self.text = text }
}

/// The center's verdict (data element 39, an 2).
package struct ResponseCode: FixedText {
  package static let characterCount = 2
  package let text: String
  package init(checked text: String) { self.text = text }

  /// Approved.
  package static let approved = ResponseCode(checked: "00")
}
