import CenterProtocol
import ISO8583
import Octets
import PaymentCryptography
import PaymentTypes
import TestCenter
import Testing

@Suite struct TransactionTests {
  private func signedIn(
    _ configuration: CenterConfiguration = CenterConfiguration()
  ) throws -> ScriptedTerminal {
    let terminal = try ScriptedTerminal.atCenter(configuration)
    try terminal.signIn()
    return terminal
  }

  @Test func `a sale is booked once and answered in full`() throws {
    let terminal = try signedIn()
    let answer = try terminal.exchange(terminal.swiped(.sale, 12_345, pin: "123456"))
    #expect(
      Array(answer.elements.map(\.number)) == [
        2, 3, 4, 11, 12, 13, 14, 15, 25, 32, 37, 38, 39, 41, 42, 44, 49, 53, 60, 63, 64,
      ])
    #expect(answer.text(of: 39) == "00")
    #expect(answer.text(of: 2) == TestCard.domestic.pan)
    #expect(answer.text(of: 44) == "01020000   00013100   ")
    #expect(terminal.balance == 87_655)
    let booking = try #require(terminal.center.ledger.bookings.first)
    #expect(terminal.center.ledger.bookings.count == 1)
    #expect(booking.minorUnits == 12_345 && booking.balanceChange == -12_345)
    #expect(booking.retrievalReferenceNumber == answer.text(of: 37))
    #expect(booking.authorizationCode == answer.text(of: 38))
    #expect(booking.key == BookingKey(terminal: "12345678", batch: "000001", traceNumber: "000002"))
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `the same request twice is one booking and one answer`() throws {
    let terminal = try signedIn()
    let first = try terminal.exchange(terminal.swiped(.sale, 100))
    let again = try terminal.answers(
      terminal.center.receive(frame: terminal.lastFrame, now: terminal.now))
    #expect(again == [first])
    #expect(terminal.balance == 99_900)
    #expect(terminal.center.ledger.bookings.count == 1)
  }

  @Test func `another request under a used number is 94 and a violation`() throws {
    let terminal = try signedIn()
    try terminal.exchange(terminal.swiped(.sale, 100))
    terminal.trace -= 1
    #expect(try terminal.exchange(terminal.swiped(.sale, 200)).text(of: 39) == "94")
    #expect(terminal.balance == 99_900)
    #expect(terminal.center.violations.map(\.element) == [11])
  }

  @Test func `a wrong PIN is 55, the third 75, and then no PIN is taken`() throws {
    let terminal = try signedIn()
    var codes: [String?] = []
    for pin in ["654321", "654321", "123456", "000000", "1234", "12345678", "123456"] {
      codes.append(try terminal.exchange(terminal.swiped(.sale, 100, pin: pin)).text(of: 39))
    }
    #expect(codes == ["55", "55", "00", "55", "55", "75", "75"])
    #expect(terminal.balance == 99_900)
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a PIN block that is none is 99 and a violation`() throws {
    let terminal = try signedIn()
    var draft = try terminal.swiped(.sale, 100, pin: "123456")
    draft.set(52, bytes: [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(try terminal.exchange(draft).text(of: 39) == "99")
    #expect(terminal.center.violations.map(\.element) == [52])
  }

  @Test func `a PIN block may be bound to no card number`() throws {
    let terminal = try signedIn()
    var draft = try terminal.swiped(.sale, 100, pin: "123456")
    let clear = try PINBlock.clear(pinDigits: Array("123456".utf8), panDigits: nil)
    draft.set(52, bytes: try TripleDES.encryptECB(clear, key: terminal.pinKey))
    draft.set(53, text: "1610000000000000")
    #expect(try terminal.exchange(draft).text(of: 39) == "00")
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `more than the balance is 51`() throws {
    let terminal = try signedIn()
    let answer = try terminal.exchange(terminal.swiped(.sale, 100_001))
    #expect(answer.text(of: 39) == "51")
    #expect(answer.text(of: 38) == nil)
    #expect(answer.bytes(of: 64) != nil)
    #expect(terminal.balance == 100_000)
    #expect(terminal.center.ledger.bookings.isEmpty)
  }

  @Test func `a center may send declines without a code of authentication`() throws {
    var configuration = CenterConfiguration()
    configuration.authenticatesDeclines = false
    let terminal = try signedIn(configuration)
    #expect(try terminal.exchange(terminal.swiped(.sale, 100_001)).bytes(of: 64) == nil)
    let sale = try terminal.swiped(.sale, 100)
    #expect(try terminal.exchange(sale).bytes(of: 64) != nil)
    // A reversal's answer is always proven, whatever its code.
    var unknown = try terminal.reversal(of: sale)
    unknown.set(11, text: terminal.nextTrace())
    let answer = try terminal.exchange(unknown)
    #expect(answer.text(of: 39) == "25" && answer.bytes(of: 64) != nil)
  }

  @Test func `an unknown card, a wrong expiry and an expired card are refused`() throws {
    let terminal = try signedIn()
    var unknown = TestCard.domestic
    unknown.pan = "6216261000000000026"
    #expect(try terminal.exchange(terminal.swiped(.sale, 100, unknown)).text(of: 39) == "14")
    var other = TestCard.domestic
    other.expiry = "3011"
    #expect(try terminal.exchange(terminal.swiped(.sale, 100, other)).text(of: 39) == "54")
    terminal.now.year = 2031
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "54")
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a card number that is not the track's is refused`() throws {
    let terminal = try signedIn()
    var draft = try terminal.swiped(.sale, 100)
    draft.set(2, text: TestCard.foreign.pan)
    draft.set(14, text: TestCard.domestic.expiry)
    #expect(try terminal.exchange(draft).text(of: 39) == "14")
    #expect(terminal.center.violations.map(\.element) == [2])
  }

  @Test func `an issuer can be made to answer anything`() throws {
    let terminal = try signedIn()
    let pan = try #require(PrimaryAccountNumber(TestCard.domestic.pan))
    terminal.center.force(ResponseCode("41"), on: pan)
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "41")
    terminal.center.force(ResponseCode("11"), on: pan)
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "11")
    terminal.center.force(nil, on: pan)
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "00")
    #expect(terminal.balance == 99_800)
  }

  @Test func `a partial approval is of half the amount`() throws {
    let terminal = try signedIn()
    terminal.center.inject(CenterFault(.respond(try #require(ResponseCode("10")))))
    let answer = try terminal.exchange(terminal.swiped(.sale, 1000))
    #expect(answer.text(of: 39) == "10")
    #expect(answer.text(of: 4) == "000000000500")
    #expect(answer.text(of: 54) == "1002156C000000099500")
    #expect(terminal.balance == 99_500)
  }

  @Test func `a balance inquiry moves nothing`() throws {
    let terminal = try signedIn()
    let answer = try terminal.exchange(terminal.swiped(.balanceInquiry, 0, pin: "123456"))
    #expect(answer.text(of: 39) == "00")
    #expect(answer.text(of: 54).flatMap { AccountBalance($0) }?.minorUnits == 100_000)
    #expect(answer.text(of: 4) == nil)
    #expect(terminal.center.ledger.bookings.isEmpty)
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a batch that is not the center's is 77`() throws {
    let terminal = try signedIn()
    terminal.batch = "000002"
    #expect(try terminal.exchange(terminal.swiped(.sale, 100)).text(of: 39) == "77")
    #expect(terminal.center.ledger.bookings.isEmpty)
  }

  @Test func `a void gives the money back, once`() throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 12_345)
    let answer = try terminal.exchange(sale)
    let voided = try terminal.exchange(terminal.void(of: sale, answer))
    #expect(voided.text(of: 39) == "00")
    #expect(terminal.balance == 100_000)
    #expect(try terminal.exchange(terminal.void(of: sale, answer)).text(of: 39) == "12")
    #expect(terminal.balance == 100_000)
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a void needs its original, the whole amount and the same card`() throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 12_345)
    let answer = try terminal.exchange(sale)
    var other = try terminal.void(of: sale, answer)
    other.set(61, text: terminal.batch + "000099")
    #expect(try terminal.exchange(other).text(of: 39) == "25")
    var part = try terminal.void(of: sale, answer)
    part.set(4, text: "000000000001")
    #expect(try terminal.exchange(part).text(of: 39) == "64")
    var card = try terminal.void(of: sale, answer)
    card.set(35, bytes: try terminal.track(.foreign))
    #expect(try terminal.exchange(card).text(of: 39) == "22")
    #expect(terminal.balance == 87_655)
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a void with another reference number or code is a violation`() throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 100)
    let answer = try terminal.exchange(sale)
    var reference = try terminal.void(of: sale, answer)
    reference.set(37, text: "999999999999")
    #expect(try terminal.exchange(reference).text(of: 39) == "25")
    var code = try terminal.void(of: sale, answer)
    code.set(38, text: "ABCDEF")
    #expect(try terminal.exchange(code).text(of: 39) == "25")
    #expect(terminal.center.violations.map(\.element) == [37, 38])
    var zeros = try terminal.void(of: sale, answer)
    zeros.set(37, text: "000000000000")
    #expect(try terminal.exchange(zeros).text(of: 39) == "00")
  }

  @Test func `refunds add up to the original at most`() throws {
    let terminal = try signedIn()
    let sale = try terminal.swiped(.sale, 1000)
    let answer = try terminal.exchange(sale)
    func refund(_ amount: Int) throws -> String? {
      var draft = try terminal.void(of: sale, answer, .refund)
      draft.set(4, text: FixedDigits.text(amount, 12))
      draft.set(61, text: terminal.batch + (sale.text(of: 11) ?? "") + "0617")
      draft.set(63, text: "CUP")
      return try terminal.exchange(draft).text(of: 39)
    }
    #expect(try refund(600) == "00")
    #expect(try refund(401) == "64")
    #expect(try refund(400) == "00")
    #expect(try refund(1) == "64")
    #expect(terminal.balance == 100_000)
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a pre-authorization is held, completed and voided`() throws {
    let terminal = try signedIn()
    func follow(_ kind: TransactionKind, _ amount: Int, _ original: MessageDraft, _ answer: Message)
      throws -> MessageDraft
    {
      var draft = try terminal.swiped(kind, amount)
      draft.set(38, text: answer.text(of: 38))
      draft.set(61, text: terminal.batch + (original.text(of: 11) ?? "") + "0617")
      if kind == .completionVoid { draft.set(37, text: answer.text(of: 37)) }
      return draft
    }
    let first = try terminal.swiped(.preAuthorization, 10_000)
    let held = try terminal.exchange(first)
    #expect(terminal.balance == 90_000)
    let completion = try follow(.completionRequest, 8000, first, held)
    let completed = try terminal.exchange(completion)
    #expect(completed.text(of: 39) == "00")
    #expect(terminal.balance == 92_000)
    let voided = try terminal.exchange(follow(.completionVoid, 8000, completion, completed))
    #expect(voided.text(of: 39) == "00")
    #expect(terminal.balance == 100_000)
    let second = try terminal.swiped(.preAuthorization, 5000)
    let again = try terminal.exchange(second)
    let tooMuch = try follow(.completionRequest, 5751, second, again)
    #expect(try terminal.exchange(tooMuch).text(of: 39) == "64")
    let end = try follow(.preAuthorizationVoid, 5000, second, again)
    #expect(try terminal.exchange(end).text(of: 39) == "00")
    #expect(terminal.balance == 100_000)
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a chip's cryptogram is verified and answered`() throws {
    let terminal = try signedIn()
    let answer = try terminal.exchange(terminal.chipSale(12_345))
    #expect(answer.text(of: 39) == "00")
    #expect(answer.text(of: 23) == "001")
    let data = try #require(answer.bytes(of: 55))
    #expect(Array(data.prefix(2)) == [0x91, 10])
    #expect(Array(data[10..<12]) == Array("00".utf8))
    #expect(Hexadecimal.text(data.suffix(5)) == "9F36020001")
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `a forged cryptogram is 59`() throws {
    let terminal = try signedIn()
    var draft = try terminal.chipSale(12_345)
    var data = try terminal.chipData(12_345, .domestic, counter: 1)
    data[4] ^= 1
    draft.set(55, bytes: data)
    #expect(try terminal.exchange(draft).text(of: 39) == "59")
    #expect(terminal.center.ledger.bookings.isEmpty)
  }

  @Test func `chip data must be complete, and say what the message says`() throws {
    let terminal = try signedIn()
    var amount = try terminal.chipSale(100)
    amount.set(4, text: "000000000200")
    _ = try terminal.exchange(amount)
    var short = try terminal.chipSale(100)
    short.set(55, bytes: try terminal.chipData(100, .domestic, counter: 1).dropLast(6))
    _ = try terminal.exchange(short)
    var broken = try terminal.chipSale(100)
    broken.set(55, bytes: [0x9F, 0x26, 0x08, 0x01])
    #expect(try terminal.exchange(broken).text(of: 39) == "30")
    var sequence = try terminal.chipSale(100)
    sequence.remove(23)
    _ = try terminal.exchange(sequence)
    #expect(
      terminal.center.violations.map(\.expectation) == [
        "the amount of field 4 in tag 9F02", "tag 9F33", "well-formed data objects",
        "the sequence number of the card",
      ])
  }

  @Test func `an issuer's scripts follow its cryptogram, and their results are kept`() throws {
    let terminal = try signedIn()
    let pan = try #require(PrimaryAccountNumber(TestCard.domestic.pan))
    var account = try #require(terminal.center.account(pan))
    account.issuerScripts = try Hexadecimal.bytes("720F9F180412345678860684240000080A")
    terminal.center.open(account)
    let sale = try terminal.chipSale(100)
    let answer = try terminal.exchange(sale)
    #expect(answer.bytes(of: 55)?.suffix(17).first == 0x72)
    var result = MessageDraft(type: .administrativeAdvice)
    for element: DataElement in [2, 3, 4, 22, 23, 41, 42, 49] {
      result.set(element, bytes: sale.bytes(of: element).map(Array.init))
    }
    result.set(11, text: terminal.nextTrace())
    for element: DataElement in [32, 37, 38] { result.set(element, text: answer.text(of: element)) }
    result.set(55, bytes: try Hexadecimal.bytes("DF31052012345678"))
    result.set(60, text: "00" + terminal.batch + "95150")
    result.set(61, text: terminal.batch + (sale.text(of: 11) ?? "") + "0617")
    result.set(64, bytes: [UInt8](repeating: 0, count: 8))
    let taken = try terminal.exchange(result)
    #expect(taken.type == .administrativeAdviceResponse)
    #expect(taken.text(of: 39) == "00")
    #expect(terminal.center.scriptResults.map(\.traceNumber) == [sale.text(of: 11)])
    #expect(terminal.center.violations.isEmpty)
  }

  @Test func `what the center does not offer is 40`() throws {
    let terminal = try signedIn()
    #expect(try terminal.exchange(terminal.swiped(.pointsSale, 100)).text(of: 39) == "40")
    #expect(terminal.center.violations.count == 1)
  }
}
