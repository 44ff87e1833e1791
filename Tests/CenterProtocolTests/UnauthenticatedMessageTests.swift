import CenterProtocol
import ISO8583
import Octets
import Testing

@Suite struct UnauthenticatedMessageTests {
  @Test(arguments: [3, 4, 5, 6, 7, 8, 9, 19, 20])
  func `the code covers the message up to field 64, with its bit set`(number: Int) throws {
    let message = try constructed(number)
    let covered = try #require(message.authenticatedBytes)
    #expect(Array(covered) == Array(message.encoded.dropLast(8)))
    #expect(covered[9] & 1 == 1)
    var draft = MessageDraft(message)
    draft.remove(64)
    let unauthenticated = try UnauthenticatedMessage(draft, dialect: .unionPay)
    #expect(unauthenticated.coveredBytes == covered)
    let code = try #require(message.bytes(of: 64))
    #expect(unauthenticated.authenticated(by: code) == message.encoded)
  }

  @Test func `a message without field 64 has no covered bytes`() throws {
    #expect(try constructed(1).authenticatedBytes == nil)
  }

  @Test func `a code has eight bytes`() throws {
    let draft = MessageDraft(try constructed(3))
    let message = try UnauthenticatedMessage(draft, dialect: .unionPay)
    #expect(message.authenticated(by: [1, 2, 3, 4]) == nil)
  }

  @Test func `the code of message 3 is written as characters`() throws {
    #expect(
      try constructed(3).bytes(of: 64).map { String(decoding: $0, as: UTF8.self) } == "22418417")
  }
}
