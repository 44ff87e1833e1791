import Octets

/// Why bytes are no report of a swipe reader; offsets count bytes from the report's first.
package enum SwipeReportError: Error, Hashable, Sendable {
  /// The report ends too early.
  case truncated(offset: Int, wanted: Int, available: Int)
  /// A length in the report can't be true.
  case badLength(Int, offset: Int)
  /// A byte that begins or ends the encrypted block is not there.
  case notFramed(offset: Int)
  /// The exclusive-or of the encrypted block is wrong.
  case checkWrong(offset: Int)
  /// The sum of the encrypted block is wrong.
  case sumWrong(offset: Int)
  /// A digit of the hexadecimal form is none.
  case notHexadecimal(offset: Int)

  /// A read past the end, in a part of the report that begins at `base`.
  init(_ error: ByteReader.Truncated, base: Int = 0) {
    self = .truncated(
      offset: base + error.offset, wanted: error.wanted, available: error.available)
  }
}
