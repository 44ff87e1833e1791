import Octets

/// The part of a track that is encrypted: 16 characters that end one packed byte before the end.
///
/// With an odd number of characters the last one stays clear, with an even number the last two.
/// A track of fewer than 17 or 18 characters has no such part.
/// Source: UnionPay POS, track encryption.
package enum TrackBlock {
  /// Where the 16 characters stand; nil when the track is too short.
  package static func range(characterCount: Int) -> Range<Int>? {
    let end = characterCount - (characterCount.isMultiple(of: 2) ? 2 : 1)
    return end >= 16 ? end - 16..<end : nil
  }

  /// The 8 bytes to encrypt; nil when the track is too short or has another character than digits,
  /// `=` and A to F.
  package static func bytes(of characters: [UInt8]) -> [UInt8]? {
    guard let range = range(characterCount: characters.count) else { return nil }
    return BinaryCodedDecimal.pack(characters[range], alignment: .left)
  }

  /// The track with 8 encrypted bytes in place, as 16 characters; nil when they do not fit.
  package static func replacing(_ characters: [UInt8], with block: [UInt8]) -> [UInt8]? {
    guard let range = range(characterCount: characters.count), block.count == 8 else { return nil }
    var characters = characters
    characters.replaceSubrange(range, with: Array(Hexadecimal.text(block).utf8))
    return characters
  }
}
