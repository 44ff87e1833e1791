/// What a card wants to be told: tags and lengths without values (PDOL, CDOL1, CDOL2, DDOL, TDOL).
///
/// On the wire: a tag, then one byte that counts the bytes of its value, again and again.
/// Source: EMV 4.3 Book 3, 5.4.
package struct DataObjectList: Hashable, Sendable {
  /// One wish.
  package struct Entry: Hashable, Sendable {
    /// The object that is wanted.
    package let tag: DataObjectTag
    /// How many bytes its value shall take.
    package let byteCount: Int
  }

  /// The most bytes that one command carries.
  package static let byteLimit = 255

  /// The wishes in their order.
  package let entries: [Entry]

  /// Reads a list; offsets of errors are indices of `bytes`.
  package init(_ bytes: ArraySlice<UInt8>) throws(TLVError) {
    var entries: [Entry] = []
    var index = bytes.startIndex
    var total = 0
    while index < bytes.endIndex {
      let offset = index
      var raw = UInt32(bytes[index])
      index += 1
      if raw & 0x1F == 0x1F {
        repeat {
          guard index < bytes.endIndex else { throw .listTruncated(offset: offset) }
          guard index - offset < DataObjectTag.maximumByteCount else {
            throw .tagTooLong(offset: offset)
          }
          raw = raw << 8 | UInt32(bytes[index])
          index += 1
        } while raw & 0x80 != 0
      }
      guard index < bytes.endIndex else { throw .listTruncated(offset: offset) }
      entries.append(Entry(tag: DataObjectTag(checked: raw), byteCount: Int(bytes[index])))
      total += Int(bytes[index])
      index += 1
    }
    guard total <= Self.byteLimit else { throw .listTooLong(byteCount: total) }
    self.entries = entries
  }

  /// Reads a list.
  package init(_ bytes: [UInt8]) throws(TLVError) { try self.init(bytes[...]) }

  /// How many bytes the values take together.
  package var byteCount: Int { entries.reduce(0) { $0 + $1.byteCount } }

  /// Whether the list asks for `tag`.
  package func contains(_ tag: DataObjectTag) -> Bool { entries.contains { $0.tag == tag } }

  /// The values one after the other, each cut or padded to its length.
  ///
  /// `value` names what the terminal has; what it lacks, and templates, become zeros.
  package func fill(_ value: (DataObjectTag) -> [UInt8]?) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    for entry in entries {
      let known = entry.tag.isConstructed ? nil : value(entry.tag)
      bytes += Self.fit(known ?? [], to: entry)
    }
    return bytes
  }

  /// The values of a filled list, the other way round; nil when the bytes are not as many as asked.
  package func values(in bytes: [UInt8]) -> [(tag: DataObjectTag, value: ArraySlice<UInt8>)]? {
    guard bytes.count == byteCount else { return nil }
    var start = 0
    return entries.map { entry in
      defer { start += entry.byteCount }
      return (entry.tag, bytes[start..<start + entry.byteCount])
    }
  }

  /// Cuts or pads by the format of the object (EMV 4.3 Book 3, 5.4, rules 1 to 4).
  private static func fit(_ value: [UInt8], to entry: Entry) -> [UInt8] {
    let missing = entry.byteCount - value.count
    let format = DataElement.named(entry.tag)?.format
    if missing < 0 {
      return Array(format == .n ? value.suffix(entry.byteCount) : value.prefix(entry.byteCount))
    }
    if missing == 0 { return value }
    if value.isEmpty { return Array(repeating: 0, count: missing) }
    switch format {
    case .n: return Array(repeating: 0, count: missing) + value
    case .cn: return value + Array(repeating: 0xFF, count: missing)
    case .a, .an, .ans, .b, .mixed, .template, nil:
      return value + Array(repeating: 0, count: missing)
    }
  }
}
