import Octets

/// The name of a payment application (AID): five bytes of its scheme, then up to eleven of its own.
///
/// Source: ISO/IEC 7816-5; EMV 4.3 Book 1, 12.2.1.
package struct ApplicationIdentifier: Hashable, Sendable, CustomStringConvertible {
  /// 5 to 16 bytes.
  package let bytes: [UInt8]

  /// Nil when the number of bytes is out of range.
  package init?(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    guard (5...16).contains(bytes.count) else { return nil }
    self.bytes = bytes
  }

  /// Whether this name begins with all of `other`.
  package func hasPrefix(_ other: Self) -> Bool { bytes.starts(with: other.bytes) }

  /// The bytes in hexadecimal.
  package var description: String { Hexadecimal.text(bytes) }
}
