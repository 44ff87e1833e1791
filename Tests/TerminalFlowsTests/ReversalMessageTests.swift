import CenterProtocol
import ISO8583
import Ledger
import Octets
import PaymentTypes
import TerminalFlows
import Testing

/// The reversal is a pure function of the request (money rule 2).
@Suite struct ReversalMessageTests {
  /// Source: reference 2.13, message 3 without length, TPDU and header.
  private static let sale = """
    0200302004C020C09811000000000000012345000002021000123762162610000000 \
    00018D8DBAA47BAAA823320031323334353637383839383331303035333131303030 \
    31313536AA9EB6A1815682D226100000000000000013220000010005003232343138343137
    """
  /// Source: reference 2.13, message 6 without length, TPDU, header and MAC.
  private static let reversal = """
    04003020048002C0801100000000000001234500000202100039383132333435363738 \
    383938333130303533313130303031313536001322000001000500
    """

  private func identity(_ batch: Int, _ trace: Int) throws -> TransactionIdentity {
    TransactionIdentity(
      batch: try #require(BatchNumber(batch)), trace: try #require(SystemTraceAuditNumber(trace)))
  }

  private func request(_ hex: String) throws -> MessageDraft {
    MessageDraft(try Message(decoding: Hexadecimal.bytes(hex), dialect: .unionPay))
  }

  @Test func `the reversal of the reference's sale is the reference's reversal`() throws {
    var draft = ReversalMessage.draft(
      for: try request(Self.sale), identity: try identity(1, 2), type: .sale, chipData: nil)
    draft.set(.responseCode, text: ReversalCause.noAnswer.rawValue)
    let expected = try Hexadecimal.bytes(Self.reversal)
    let message = try UnauthenticatedMessage(draft, dialect: .unionPay)
    #expect(Array(message.coveredBytes) == expected)
  }

  @Test func `track, PIN and the request's MAC are never kept`() throws {
    let draft = ReversalMessage.draft(
      for: try request(Self.sale), identity: try identity(1, 2), type: .sale, chipData: nil)
    for element: DataElement in [.trackTwo, .pinBlock, .securityControl, .pinCaptureCode] {
      #expect(!draft.elements.contains(element))
    }
    #expect(!draft.elements.contains(.messageAuthenticationCode))
  }

  @Test func `what is kept gives the same message again`() throws {
    let draft = ReversalMessage.draft(
      for: try request(Self.sale), identity: try identity(1, 2), type: .sale,
      chipData: [0x9F, 0x36, 0x02, 0x00, 0x01])
    let stored = try #require(ReversalMessage.stored(draft))
    let again = try #require(ReversalMessage.draft(stored: stored))
    #expect(try again.encoded(with: .unionPay) == (try draft.encoded(with: .unionPay)))
    #expect(ReversalMessage.draft(stored: Array(stored.dropLast())) == nil)
  }

  @Test func `the reversal of a void names the void itself`() throws {
    let draft = ReversalMessage.draft(
      for: try request(Self.sale), identity: try identity(7, 42), type: .saleVoid, chipData: nil)
    let original = draft.bytes(of: .originalTransaction).map { Array($0) }
    #expect(original == Array("0000070000420000".utf8))
  }
}
