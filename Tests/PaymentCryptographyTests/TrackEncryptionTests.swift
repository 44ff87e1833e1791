import Octets
import PaymentCryptography
import Testing

@Suite struct TrackEncryptionTests {
  @Test(arguments: [
    // UnionPay reference 4.5, vector C: an odd and an even count.
    (
      "6216261000000000018D30122010000000000", "3012201000000000",
      "6216261000000000018D8DBAA47BAAA823320"
    ),
    (
      "6221558812340000D3012201000012345600", "0122010000123456",
      "6221558812340000D31B6043253CA098CB00"
    ),
  ])
  func `tracks are those of UnionPay reference 4_5, both ways`(
    clear: String, block: String, encrypted: String
  ) throws {
    let characters = Array(clear.utf8)
    #expect(try TrackEncryption.block(of: characters) == hex(block))
    let result = try TrackEncryption.encrypt(characters, key: VectorC.trackKey)
    #expect(String(decoding: result, as: UTF8.self) == encrypted)
    #expect(try TrackEncryption.decrypt(result, key: VectorC.trackKey) == characters)
  }

  @Test func `a block that somebody else encrypts is put in place`() throws {
    let characters = Array("6221558812340000D3012201000012345600".utf8)
    let result = try TrackEncryption.encrypt(characters) { block throws(CryptographyError) in
      try TripleDES.encryptECB(block, key: VectorC.trackKey)
    }
    #expect(String(decoding: result, as: UTF8.self) == "6221558812340000D31B6043253CA098CB00")
  }

  @Test func `the separator of the stripe counts as D`() throws {
    let stripe = Array("12345678=301220100000".utf8)
    let wire = Array("12345678D301220100000".utf8)
    #expect(try TrackEncryption.block(of: stripe) == TrackEncryption.block(of: wire))
  }

  @Test(arguments: 17...104)
  func `every length long enough keeps its count and comes back`(count: Int) throws {
    let characters = (0..<count).map { UInt8(0x30 + $0 % 10) }
    let encrypted = try TrackEncryption.encrypt(characters, key: VectorC.trackKey)
    #expect(encrypted.count == count)
    #expect(encrypted.last == characters.last)
    #expect(try TrackEncryption.decrypt(encrypted, key: VectorC.trackKey) == characters)
    let range = try #require(TrackEncryption.blockRange(characterCount: count))
    // The block begins on a byte when the characters are packed from the left.
    #expect(range.lowerBound % 2 == 0)
  }

  @Test(arguments: -1...16)
  func `a track that is too short is refused, not sent in clear`(count: Int) {
    #expect(TrackEncryption.blockRange(characterCount: count) == nil)
    let characters = [UInt8](repeating: 0x31, count: max(0, count))
    #expect(throws: CryptographyError.badInputLength(characters.count)) {
      try TrackEncryption.encrypt(characters, key: VectorC.trackKey)
    }
    #expect(throws: CryptographyError.badInputLength(characters.count)) {
      try TrackEncryption.decrypt(characters, key: VectorC.trackKey)
    }
  }

  @Test func `what is no track character is refused with its place`() {
    var characters = Array("6221558812340000D3012201000012345600".utf8)
    characters[20] = 0x3F
    #expect(throws: CryptographyError.badInputCharacter(offset: 20)) {
      try TrackEncryption.encrypt(characters, key: VectorC.trackKey)
    }
  }

  @Test func `a block of another length is refused`() {
    #expect(throws: CryptographyError.badInputLength(16)) {
      try TrackEncryption.replacingBlock(
        of: [UInt8](repeating: 0x31, count: 30), with: [UInt8](repeating: 0, count: 16))
    }
  }
}
