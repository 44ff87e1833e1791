/// Why a draft is not a message of its dialect; positions count characters of the value.
package enum EncodingError: Error, Hashable, Sendable {
  /// The dialect has no such element.
  case undefinedElement(element: Int)
  /// A fixed element with another number of units.
  case wrongLength(element: Int, count: Int, expected: Int)
  /// A variable element with too many units.
  case tooLong(element: Int, count: Int, maximum: Int)
  /// A character of a numeric element that is no decimal digit.
  case notDecimal(element: Int, position: Int)
  /// A character of a track that is neither a hexadecimal digit nor `=`.
  case notTrackCharacter(element: Int, position: Int)
  /// A character of a text element that is not printable ASCII.
  case notPrintable(element: Int, position: Int)

  /// The element at fault.
  package var element: Int {
    switch self {
    case .undefinedElement(let element), .wrongLength(let element, _, _),
      .tooLong(let element, _, _), .notDecimal(let element, _),
      .notTrackCharacter(let element, _), .notPrintable(let element, _):
      element
    }
  }
}
