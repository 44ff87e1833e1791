/// Why bytes are not a message: which element, and where, in bytes from the message type.
///
/// Element 0 is the message type. No case carries what the message holds.
package enum DecodingError: Error, Hashable, Sendable {
  /// The message ends `missing` bytes before what begins at the offset does.
  case truncated(element: Int, offset: Int, missing: Int)
  /// A nibble or character that is no decimal digit.
  case notDecimal(element: Int, offset: Int)
  /// A byte of a text that is not printable ASCII.
  case notPrintable(element: Int, offset: Int)
  /// A pad nibble that is neither 0 nor F: often an element aligned to the wrong side.
  case badPad(element: Int, offset: Int)
  /// A length prefix that is not decimal, or whose unused nibble is not 0.
  case badLengthPrefix(element: Int, offset: Int)
  /// A length prefix above what the dialect allows.
  case tooLong(element: Int, offset: Int, count: Int, maximum: Int)
  /// The bitmap lists an element that the dialect doesn't have; the offset is that of the bit.
  case undefinedElement(element: Int, offset: Int)
  /// The bitmap announces a second one.
  case secondBitmap(offset: Int)
  /// Bytes behind the last element.
  case trailingBytes(element: Int, offset: Int, count: Int)

  /// The element at fault; 0 is the message type, 1 the bitmap.
  package var element: Int {
    switch self {
    case .truncated(let element, _, _), .notDecimal(let element, _),
      .notPrintable(let element, _), .badPad(let element, _),
      .badLengthPrefix(let element, _), .tooLong(let element, _, _, _),
      .undefinedElement(let element, _), .trailingBytes(let element, _, _):
      element
    case .secondBitmap: 1
    }
  }

  /// Where it is, in bytes from the message type.
  package var offset: Int {
    switch self {
    case .truncated(_, let offset, _), .notDecimal(_, let offset), .notPrintable(_, let offset),
      .badPad(_, let offset), .badLengthPrefix(_, let offset), .tooLong(_, let offset, _, _),
      .undefinedElement(_, let offset), .secondBitmap(let offset),
      .trailingBytes(_, let offset, _):
      offset
    }
  }
}
