import YAMLDocument

/// A text that nobody may read, such as a PIN: it shows its length in every text form, no more.
package struct SecretText: Hashable, Sendable {
  /// The text in clear: for the device that it opens.
  package let text: String
}

extension SecretText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "\(text.utf8.count) secret characters" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension YAMLNode {
  /// Decimal digits, which an error never quotes.
  func secretDigits(_ counts: ClosedRange<Int>) throws(YAMLError) -> SecretText {
    let expected = "\(counts.lowerBound) to \(counts.upperBound) digits"
    guard case .scalar(let text, _) = content else { throw error(expected: expected) }
    guard counts.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw error(expected: expected, found: "\(text.count) characters that are not that") }
    return SecretText(text: text)
  }
}
