import Octets

/// The name of a data object: one to four bytes.
///
/// On the wire: when the low five bits of the first byte are all 1, further bytes follow for as
/// long as bit 8 of the last one read is 1. EMV assigns one and two bytes, contactless kernels
/// three.
/// Source: EMV 4.3 Book 3, Annex B1.
package struct DataObjectTag: Hashable, Sendable {
  /// The bytes of the tag as a big-endian number.
  package let rawValue: UInt32

  /// The most bytes that a tag may have.
  package static let maximumByteCount = 4

  /// Takes the bytes of a tag as a number; nil when they do not form exactly one tag.
  package init?(rawValue: UInt32) {
    let bytes = Self.bytes(of: rawValue)
    guard Self.byteCount(in: bytes[...]) == bytes.count else { return nil }
    self.rawValue = rawValue
  }

  /// Takes a value that a reader has checked.
  init(checked rawValue: UInt32) { self.rawValue = rawValue }

  /// The bytes of the tag.
  package var bytes: [UInt8] { Self.bytes(of: rawValue) }

  /// Whether the value holds data objects (bit 6 of the first byte).
  package var isConstructed: Bool { firstByte & 0x20 != 0 }

  /// The two to eight hexadecimal digits of the tag, as the books write it: `9F02`.
  package var text: String { Hexadecimal.text(bytes) }

  private var firstByte: UInt8 {
    UInt8(truncatingIfNeeded: rawValue >> (UInt32(31 - max(rawValue, 1).leadingZeroBitCount) & ~7))
  }

  private static func bytes(of rawValue: UInt32) -> [UInt8] {
    let all = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: rawValue >> UInt32($0)) }
    return Array(all.drop { $0 == 0 })
  }

  /// How many of the first bytes form a tag; nil when they are cut short or are too many.
  private static func byteCount(in bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = bytes.first else { return nil }
    if first & 0x1F != 0x1F { return 1 }
    guard let last = bytes.dropFirst().prefix(3).firstIndex(where: { $0 & 0x80 == 0 })
    else { return nil }
    return last - bytes.startIndex + 1
  }
}

extension DataObjectTag: ExpressibleByIntegerLiteral {
  /// Writes a tag into source code: `0x9F02`; a number that is no tag is a bug of the writer.
  package init(integerLiteral value: UInt32) {
    guard let tag = DataObjectTag(rawValue: value) else {
      preconditionFailure("\(value) is not a tag")
    }
    self = tag
  }
}

extension DataObjectTag: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension DataObjectTag: CustomStringConvertible {
  package var description: String { text }
}
