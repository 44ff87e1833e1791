/// Writes data objects with the shortest lengths.
///
/// ```swift
/// var writer = TLVWriter()
/// writer.append(0x9F02, amount)
/// writer.appendTemplate(0x70) { $0.append(0x5A, pan) }
/// ```
package struct TLVWriter: Hashable, Sendable {
  /// What has been written.
  package private(set) var bytes: [UInt8] = []

  /// Starts with nothing.
  package init() {}

  /// Writes one object; a value of more than 16,777,215 bytes is a bug of the caller.
  package mutating func append(_ tag: DataObjectTag, _ value: some Collection<UInt8>) {
    bytes += tag.bytes
    appendLength(value.count)
    bytes += value
  }

  /// Writes one object with a value written by `contents`.
  package mutating func appendTemplate(_ tag: DataObjectTag, _ contents: (inout TLVWriter) -> Void)
  {
    var inner = TLVWriter()
    contents(&inner)
    append(tag, inner.bytes)
  }

  private mutating func appendLength(_ count: Int) {
    switch count {
    case ...0x7F: bytes.append(UInt8(count))
    case ...0xFF: bytes += [0x81, UInt8(count)]
    case ...0xFFFF: bytes += [0x82, UInt8(count >> 8), UInt8(count & 0xFF)]
    default:
      precondition(count <= 0xFF_FFFF, "a value of \(count) bytes has no length")
      bytes += [0x83, UInt8(count >> 16), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
    }
  }
}
