/// One item of field 59: terminal identification, a payment code, a voucher number, a place.
///
/// On the wire: a tag of two characters, a length of three decimal digits, the value. `A1` SM4 PIN
/// block, `A2` terminal identification, `A3` payment code, `A4` payment voucher, `A5` place. One
/// acquirer writes the field otherwise, so a list that can't be read is no fault of the message.
/// Source: UnionPay POS, field 59.
package struct TaggedItem: Hashable, Sendable {
  /// Two characters.
  package let tag: String
  /// At most 999 bytes.
  package let value: [UInt8]

  private static let headByteCount = 5

  /// Nil when the tag has not two ASCII characters, or the value is too long.
  package init?(tag: String, value: [UInt8]) {
    guard tag.utf8.count == 2, tag.utf8.allSatisfy({ $0 < 0x80 }), value.count <= 999
    else { return nil }
    self.tag = tag
    self.value = value
  }

  /// Takes a whole field; nil when it does not consist of items.
  package static func list(_ bytes: [UInt8]) -> [TaggedItem]? {
    var items: [TaggedItem] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let head = FixedFields(bytes: rest.prefix(headByteCount)), let tag = head.text(0, 2),
        let count = head.number(2, 3), rest.count >= headByteCount + count,
        let item = TaggedItem(tag: tag, value: Array(rest.dropFirst(headByteCount).prefix(count)))
      else { return nil }
      items.append(item)
      rest = rest.dropFirst(headByteCount + count)
    }
    return items
  }

  /// Tag, length and value.
  package var encoded: [UInt8] {
    let count = value.count
    let digits = [count / 100, count / 10 % 10, count % 10].map { 0x30 + UInt8($0) }
    return Array(tag.utf8) + digits + value
  }
}
