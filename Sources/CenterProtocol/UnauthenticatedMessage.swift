package import ISO8583

/// A message that still needs its message authentication code.
///
/// The code covers the bytes from the message type to the last before field 64, with the bit of
/// field 64 already set: no length, no TPDU, no header.
/// Source: UnionPay POS, MAC, section on the covered bytes.
package struct UnauthenticatedMessage: Sendable {
  private static let macByteCount = 8
  private let encoded: [UInt8]

  /// Encodes the draft with an empty field 64.
  package init(_ draft: MessageDraft, dialect: MessageDialect) throws(EncodingError) {
    var draft = draft
    draft.set(.messageAuthenticationCode, bytes: [UInt8](repeating: 0, count: Self.macByteCount))
    encoded = try draft.encoded(with: dialect)
  }

  /// What the code is computed over.
  package var coveredBytes: ArraySlice<UInt8> { encoded.dropLast(Self.macByteCount) }

  /// The whole message with its code; nil when the code has not eight bytes.
  package func authenticated(by code: [UInt8]) -> [UInt8]? {
    code.count == Self.macByteCount ? coveredBytes + code : nil
  }
}

extension Message {
  /// What the message authentication code of this message covers; nil when it has none.
  package var authenticatedBytes: ArraySlice<UInt8>? {
    wireBytes(of: .messageAuthenticationCode).map { encoded[..<$0.startIndex] }
  }
}
