extension TLVError {
  /// The place to look at, in bytes; 0 when a whole list is at fault.
  package var offset: Int {
    switch self {
    case .tagTruncated(let offset), .tagTooLong(let offset), .lengthTruncated(let offset),
      .lengthUnsupported(let offset), .valueTruncated(let offset, _, _),
      .nestedTooDeep(let offset, _), .templateExpected(_, let offset), .listTruncated(let offset):
      offset
    case .listTooLong: 0
    }
  }

  /// What is wrong, in words for an engineer.
  package var reason: String {
    switch self {
    case .tagTruncated: "the bytes end within a tag"
    case .tagTooLong: "a tag has more than \(DataObjectTag.maximumByteCount) bytes"
    case .lengthTruncated: "the bytes end within a length"
    case .lengthUnsupported: "a length is indefinite or has more than three bytes"
    case .valueTruncated(_, let wanted, let available):
      "a value of \(wanted) bytes, but \(available) are left"
    case .nestedTooDeep(_, let limit): "more than \(limit) templates stand in each other"
    case .templateExpected(let tag, _): "one template \(tag) was expected"
    case .listTruncated: "a list of tags and lengths ends within an entry"
    case .listTooLong(let count): "a list asks for \(count) bytes, more than a command carries"
    }
  }
}
