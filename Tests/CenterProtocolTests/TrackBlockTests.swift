import CenterProtocol
import Octets
import Testing

/// Source: reference 4.5, vector C.
@Suite struct TrackBlockTests {
  @Test(arguments: [
    ("6216261000000000018D30122010000000000", "3012201000000000"),
    ("6221558812340000D3012201000012345600", "0122010000123456"),
  ])
  func `the block ends one packed byte before the end`(track: String, block: String) throws {
    #expect(TrackBlock.bytes(of: Array(track.utf8)) == (try Hexadecimal.bytes(block)))
  }

  @Test func `the encrypted block takes the place of the clear one`() throws {
    let track = Array("6216261000000000018D30122010000000000".utf8)
    let block = try Hexadecimal.bytes("8DBAA47BAAA82332")
    let replaced = try #require(TrackBlock.replacing(track, with: block))
    #expect(String(decoding: replaced, as: UTF8.self) == "6216261000000000018D8DBAA47BAAA823320")
  }

  @Test func `a short track has no block`() {
    #expect(TrackBlock.range(characterCount: 16) == nil)
    #expect(TrackBlock.range(characterCount: 17) == 0..<16)
    #expect(TrackBlock.bytes(of: Array("123".utf8)) == nil)
    #expect(TrackBlock.replacing(Array(repeating: 0x30, count: 20), with: [1]) == nil)
  }
}
