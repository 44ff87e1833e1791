import Octets

/// Encryption of the part of a track that UnionPay wants hidden on its way to the center.
///
/// Sixteen characters, eight bytes when packed, are replaced by the hexadecimal text of their
/// encryption: those that end one packed byte before the end. With an odd count the last character
/// stays clear, with an even count the last two. Source: UnionPay reference 4.5.
package enum TrackEncryption {
  /// The characters that are encrypted.
  package static let blockCharacterCount = 16

  /// Where the encrypted characters stand; nil when the track is too short.
  package static func blockRange(characterCount: Int) -> Range<Int>? {
    guard characterCount > blockCharacterCount else { return nil }
    let end = characterCount - (characterCount % 2 == 0 ? 2 : 1)
    return end < blockCharacterCount ? nil : end - blockCharacterCount..<end
  }

  /// The 8 bytes to encrypt: the characters' nibbles, the separator `=` or `D` as D.
  package static func block(of characters: [UInt8]) throws(CryptographyError) -> [UInt8] {
    let range = try requireRange(characters)
    let isCharacter = { (character: UInt8) in
      character == 0x3D || Hexadecimal.value(ofDigit: character) != nil
    }
    if let offset = characters.firstIndex(where: { !isCharacter($0) }) {
      throw .badInputCharacter(offset: offset)
    }
    guard let block = BinaryCodedDecimal.pack(characters[range], alignment: .left) else {
      throw .badInputLength(characters.count)
    }
    return block
  }

  /// The characters with their block replaced by 8 other bytes.
  package static func replacingBlock(
    of characters: [UInt8], with block: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard block.count == 8 else { throw .badInputLength(block.count) }
    var characters = characters
    characters.replaceSubrange(try requireRange(characters), with: Hexadecimal.text(block).utf8)
    return characters
  }

  /// The track with its block encrypted by `block`; the count of characters stays.
  package static func encrypt(
    _ characters: [UInt8], block encrypt: ([UInt8]) throws(CryptographyError) -> [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    try replacingBlock(of: characters, with: encrypt(block(of: characters)))
  }

  /// The track with its block encrypted under a track key of 8, 16 or 24 bytes.
  package static func encrypt(
    _ characters: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let block = try TripleDES.encryptECB(block(of: characters), key: key)
    return try replacingBlock(of: characters, with: block)
  }

  /// Reverses `encrypt`; a wrong key shows only in that the result is no track.
  package static func decrypt(
    _ characters: [UInt8], key: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let block = try TripleDES.decryptECB(block(of: characters), key: key)
    return try replacingBlock(of: characters, with: block)
  }

  private static func requireRange(
    _ characters: [UInt8]
  ) throws(CryptographyError) -> Range<Int> {
    guard let range = blockRange(characterCount: characters.count) else {
      throw .badInputLength(characters.count)
    }
    return range
  }
}
