/// A cursor over data objects; it allocates nothing and never looks beyond its slice.
///
/// Bytes 00 before, between and after objects are padding and skipped. Lengths may be longer than
/// needed (81 05), as cards write them.
/// Source: EMV 4.3 Book 3, Annex B; ISO/IEC 8825-1.
///
/// ```swift
/// var reader = TLVReader(bytes)
/// while let object = try reader.next() { use(object.tag, object.value) }
/// ```
package struct TLVReader: Sendable {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// Starts at the first of `bytes`.
  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Starts at the first of `bytes`.
  package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  /// What has not been read yet.
  package var rest: ArraySlice<UInt8> { bytes[position...] }

  /// The next object, or nil when only padding is left.
  package mutating func next() throws(TLVError) -> TLVObject? {
    guard let header = try header() else { return nil }
    let available = bytes.endIndex - header.valueStart
    guard header.byteCount <= available else {
      throw .valueTruncated(
        offset: header.valueStart, wanted: header.byteCount, available: available)
    }
    position = header.valueStart + header.byteCount
    return TLVObject(
      tag: header.tag, value: bytes[header.valueStart..<position], offset: header.offset)
  }

  /// The value of the first object with `tag` from here on, or nil; the cursor does not move.
  package func first(_ tag: DataObjectTag) throws(TLVError) -> ArraySlice<UInt8>? {
    var reader = self
    while let object = try reader.next() {
      if object.tag == tag { return object.value }
    }
    return nil
  }

  /// The contents of the one object that is left, which must be a template with this tag.
  package func only(_ tag: DataObjectTag) throws(TLVError) -> TLVReader {
    var reader = self
    let start = position
    guard let object = try reader.next(), object.tag == tag else {
      throw .templateExpected(tag, offset: start)
    }
    if let extra = try reader.next() { throw .templateExpected(tag, offset: extra.offset) }
    return object.contents
  }
}

/// Tag and length of an object whose value has not been looked at.
struct TLVHeader {
  let tag: DataObjectTag
  let offset: Int
  let valueStart: Int
  let byteCount: Int
}

extension TLVReader {
  /// Reads tag and length without asking whether the value is there; nil when only padding is left.
  private func header() throws(TLVError) -> TLVHeader? {
    let end = bytes.endIndex
    var index = position
    while index < end, bytes[index] == 0 { index += 1 }
    guard index < end else { return nil }
    let offset = index
    var tag = UInt32(bytes[index])
    index += 1
    if tag & 0x1F == 0x1F {
      var hasMore = true
      while hasMore {
        guard index < end else { throw .tagTruncated(offset: offset) }
        guard index - offset < DataObjectTag.maximumByteCount else {
          throw .tagTooLong(offset: offset)
        }
        tag = tag << 8 | UInt32(bytes[index])
        hasMore = bytes[index] & 0x80 != 0
        index += 1
      }
    }
    guard index < end else { throw .lengthTruncated(offset: index) }
    let first = bytes[index]
    var byteCount = Int(first)
    let lengthOffset = index
    index += 1
    if first > 0x7F {
      guard (0x81...0x83).contains(first) else {
        throw .lengthUnsupported(offset: lengthOffset)
      }
      byteCount = 0
      for _ in 0..<first & 0x7F {
        guard index < end else { throw .lengthTruncated(offset: lengthOffset) }
        byteCount = byteCount << 8 | Int(bytes[index])
        index += 1
      }
    }
    return TLVHeader(
      tag: DataObjectTag(checked: tag), offset: offset, valueStart: index, byteCount: byteCount)
  }
}
