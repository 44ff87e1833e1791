package import BERTLV

/// Which objects of the chip transaction go to the center with field 55.
///
/// Source: UnionPay POS field 55 (cup-8583.md, section 5); at most 255 bytes.
package enum IntegratedCircuitCardData: Hashable, Sendable {
  /// Sale, pre-authorisation, balance inquiry: what the card has signed.
  case request
  /// Reversal of one of those.
  case reversal
  /// What became of the issuer's scripts (0620).
  case scriptResult
  /// The final cryptogram, uploaded after the sale.
  case certificateUpload

  /// Why the field can't be made.
  package enum FieldError: Error, Hashable, Sendable {
    /// The card did not give an object that the center insists on.
    case missing(DataObjectTag)
    /// The objects take more than 255 bytes.
    case tooLong(byteCount: Int)
  }

  /// The objects that the center insists on, in the order in which they are sent.
  package var mandatoryTags: [DataObjectTag] {
    switch self {
    case .request, .certificateUpload: Self.signedTags
    case .reversal: [0x95, 0x9F36]
    case .scriptResult:
      [0x9F33, 0x95, 0x9F37, 0x9F1E, 0x9F10, 0x9F26, 0x9F36, 0x82, 0xDF31, 0x9F1A, 0x9A]
    }
  }

  /// The objects that follow where they exist.
  package var optionalTags: [DataObjectTag] {
    switch self {
    case .request: [0x9F34, 0x9F35, 0x9F1E, 0x84, 0x9F09, 0x9F41, 0x9F63, 0x9F74]
    case .certificateUpload:
      [0x9F34, 0x9F35, 0x9F1E, 0x84, 0x9F09, 0x9F41, 0x8A, 0x9F63, 0x9F74]
    case .reversal: [0x9F1E, 0x9F10, 0xDF31]
    case .scriptResult: []
    }
  }

  private static let signedTags: [DataObjectTag] = [
    0x9F26, 0x9F27, 0x9F10, 0x9F37, 0x9F36, 0x95, 0x9A, 0x9C, 0x9F02, 0x5F2A, 0x82, 0x9F1A,
    0x9F03, 0x9F33,
  ]

  /// The field as the store stands now: after the first GENERATE AC for a request.
  package func bytes(from store: DataObjectStore) throws(FieldError) -> [UInt8] {
    var writer = TLVWriter()
    for tag in mandatoryTags {
      guard let value = store.value(tag) else { throw .missing(tag) }
      writer.append(tag, value)
    }
    for tag in optionalTags {
      if let value = store.value(tag) { writer.append(tag, value) }
    }
    guard writer.bytes.count <= 255 else { throw .tooLong(byteCount: writer.bytes.count) }
    return writer.bytes
  }
}
