/// A cursor over bytes; each read either advances it or throws where the bytes ran out.
package struct ByteReader: Sendable {
  /// A read that went past the end.
  package struct Truncated: Error, Hashable, Sendable {
    /// Where the read began, in bytes from the start.
    package let offset: Int
    /// How many bytes it wanted.
    package let wanted: Int
    /// How many there were.
    package let available: Int

    /// Describes a read that failed.
    package init(offset: Int, wanted: Int, available: Int) {
      self.offset = offset
      self.wanted = wanted
      self.available = available
    }
  }

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// Starts at the first of `bytes`.
  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Starts at the first of `bytes`.
  package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  /// How many bytes have been read.
  package var offset: Int { position - bytes.startIndex }
  /// How many bytes are left.
  package var remaining: Int { bytes.endIndex - position }
  /// Whether nothing is left.
  package var isAtEnd: Bool { remaining == 0 }
  /// The next byte without advancing, or nil at the end.
  package var next: UInt8? { isAtEnd ? nil : bytes[position] }
  /// What has not been read yet, without advancing.
  package var rest: ArraySlice<UInt8> { bytes[position...] }

  /// Reads one byte.
  package mutating func byte() throws(Truncated) -> UInt8 {
    guard let byte = next else { throw Truncated(offset: offset, wanted: 1, available: 0) }
    position += 1
    return byte
  }

  /// Reads `count` bytes; a negative count reads none.
  package mutating func bytes(_ count: Int) throws(Truncated) -> ArraySlice<UInt8> {
    let count = max(0, count)
    guard count <= remaining else {
      throw Truncated(offset: offset, wanted: count, available: remaining)
    }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// Reads a big-endian number of one to eight bytes.
  package mutating func integer(byteCount: Int) throws(Truncated) -> UInt64 {
    try bytes(byteCount).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
