import BERTLV
import Octets
package import YAMLDocument

// What files of cards are made of.
extension YAMLNode {
  /// Whether it is `~`, which takes away what the model has.
  var isNothing: Bool { content == .scalar("", isPlain: true) }

  /// Bytes in hexadecimal, with or without spaces.
  package func bytes(
    _ counts: ClosedRange<Int> = 0...4096, _ expected: String = "bytes in hexadecimal"
  ) throws(YAMLError) -> [UInt8] {
    let wanted =
      switch (counts.lowerBound, counts.upperBound) {
      case (1, 1): expected
      case (let low, let high) where low == high: "\(expected), \(low) of them"
      case (let low, let high): "\(expected), \(low) to \(high) of them"
      }
    guard case .scalar(let text, _) = content, let bytes = try? Hexadecimal.bytes(text) else {
      throw error(expected: wanted)
    }
    guard counts.contains(bytes.count) else {
      throw error(expected: wanted, found: "\(bytes.count)")
    }
    return bytes
  }

  /// One byte in hexadecimal.
  package func byte(_ expected: String = "a byte in hexadecimal") throws(YAMLError) -> UInt8 {
    try bytes(1...1, expected).first ?? 0
  }

  /// Two bytes in hexadecimal as a number.
  package func word(
    _ expected: String = "two bytes in hexadecimal"
  ) throws(YAMLError) -> UInt16 {
    try bytes(2...2, expected).reduce(0) { $0 << 8 | UInt16($1) }
  }

  /// Decimal digits as ASCII, quoted or not.
  package func digits(
    _ counts: ClosedRange<Int>, _ expected: String
  ) throws(YAMLError) -> [UInt8] {
    let characters = Array(try text(expected).utf8)
    guard counts.contains(characters.count),
      characters.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw error(expected: expected) }
    return characters
  }

  /// The tag that a name in hexadecimal says.
  static func tag(_ entry: Entry) throws(YAMLError) -> DataObjectTag {
    guard let bytes = try? Hexadecimal.bytes(entry.key), (1...4).contains(bytes.count),
      let tag = DataObjectTag(rawValue: bytes.reduce(0) { $0 << 8 | UInt32($1) })
    else {
      throw YAMLError(
        place: entry.keyPlace, expected: "a tag in hexadecimal", found: "“\(entry.key)”")
    }
    return tag
  }

  /// This mapping with the members of `other` in the place of its own, and theirs likewise, all the
  /// way down; anything else than two mappings is replaced.
  package func merged(with other: YAMLNode) -> YAMLNode {
    guard case .mapping(var entries) = content, case .mapping(let others) = other.content else {
      return other
    }
    for entry in others {
      if let place = entries.firstIndex(where: { $0.key == entry.key }) {
        entries[place].value = entries[place].value.merged(with: entry.value)
        entries[place].keyPlace = entry.keyPlace
      } else {
        entries.append(entry)
      }
    }
    return YAMLNode(.mapping(entries), place: other.place)
  }

  /// The same without the members that are `~`; where a member says what the mapping is like, it
  /// stays as it is until the two are put together.
  package func withoutNothings() -> YAMLNode {
    guard case .mapping(let entries) = content else { return self }
    if !place.keyPath.isEmpty, member("like") != nil { return self }
    var kept = entries.filter { !$0.value.isNothing }
    for index in kept.indices { kept[index].value = kept[index].value.withoutNothings() }
    return YAMLNode(.mapping(kept), place: place)
  }

  /// The member with this name; nil without one.
  package func member(_ key: String) -> YAMLNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }
}
