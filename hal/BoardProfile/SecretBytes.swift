import Octets
import YAMLDocument

/// Bytes of a key: they show their number in every text form, and nothing else.
package struct SecretBytes: Hashable, Sendable {
  /// The bytes in clear: for the security module only.
  package let bytes: [UInt8]
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "\(bytes.count) secret bytes" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension YAMLNode {
  /// Bytes in hexadecimal, which an error never quotes.
  func secret(byteCounts: [Int]) throws(YAMLError) -> SecretBytes {
    let counts = byteCounts.map(String.init).joined(separator: " or ")
    let expected = "\(counts) bytes in hexadecimal"
    guard case .scalar(let text, _) = content else { throw error(expected: expected) }
    guard let bytes = try? Hexadecimal.bytes(text), byteCounts.contains(bytes.count) else {
      throw error(expected: expected, found: "\(text.count) characters")
    }
    return SecretBytes(bytes: bytes)
  }
}
