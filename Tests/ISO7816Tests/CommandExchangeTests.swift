import ISO7816
import Octets
import Testing

@Suite struct CommandExchangeTests {
  /// Plays a card that answers in this order; gives what it was sent and what the caller gets.
  private func play(
    _ command: String, over transmission: TransmissionProtocol = .t0, _ answers: String...
  ) throws -> (sent: [String], end: CommandExchange.Step) {
    var exchange = try #require(
      CommandExchange(try Hexadecimal.bytes(command), over: transmission))
    var step = exchange.begin()
    var sent: [String] = []
    for answer in answers {
      guard case .transmit(let bytes) = step else { break }
      sent.append(Hexadecimal.text(bytes))
      step = exchange.resume(with: try Hexadecimal.bytes(answer))
    }
    return (sent, step)
  }

  private func finished(_ text: String) throws -> CommandExchange.Step {
    .finished(try Hexadecimal.bytes(text))
  }

  /// Source: EMV 4.3 Book 1, annex A, the examples of each case.
  @Test func `the four cases go over T=0 as it can carry them`() throws {
    let first = try play("00840000", "9000")
    #expect(first.sent == ["0084000000"])
    #expect(first.end == (try finished("9000")))
    let second = try play("00B2010C00", "6C03", "7001029000")
    #expect(second.sent == ["00B2010C00", "00B2010C03"])
    #expect(second.end == (try finished("7001029000")))
    let third = try play("0082000002AABB", "9000")
    #expect(third.sent == ["0082000002AABB"])
    let fourth = try play("00A4040002AABB00", "6103", "6F01029000")
    #expect(fourth.sent == ["00A4040002AABB", "00C0000003"])
    #expect(fourth.end == (try finished("6F01029000")))
  }

  @Test func `data that come in pieces come together`() throws {
    let result = try play("80AE800001FF00", "6102", "AABB6101", "CC9000")
    #expect(result.sent == ["80AE800001FF", "00C0000002", "00C0000001"])
    #expect(result.end == (try finished("AABBCC9000")))
    let whole = try play("00A4040001FF00", "6100", "AA9000")
    #expect(whole.sent.last == "00C0000000")
  }

  /// Source: EMV 4.3 Book 1, 9.3.1.2.
  @Test func `a warning before the data is kept while they are fetched`() throws {
    let result = try play("00A4040001FF00", "6283", "6C02", "AABB9000")
    #expect(result.sent == ["00A4040001FF", "00C0000000", "00C0000002"])
    #expect(result.end == (try finished("AABB6283")))
    let nothing = try play("00A4040001FF00", "6283", "6F00")
    #expect(nothing.end == (try finished("6283")))
  }

  @Test func `a warning to a command that wants no data is final`() throws {
    #expect(try play("002000800100", "63C2").end == (try finished("63C2")))
    #expect(try play("00B2010C00", "AA6282").end == (try finished("AA6282")))
    #expect(try play("00A4040001FF00", over: .t1, "6283").end == (try finished("6283")))
  }

  @Test func `T=1 carries the whole command, and odd cards are followed there too`() throws {
    let plain = try play("00A4040001FF00", over: .t1, "AA9000")
    #expect(plain.sent == ["00A4040001FF00"])
    let promise = try play("00A4040001FF00", over: .t1, "6101", "AA9000")
    #expect(promise.sent == ["00A4040001FF00", "00C0000001"])
    let length = try play("00A4040001FF00", over: .t1, "6C01", "AA9000")
    #expect(length.sent == ["00A4040001FF00", "00A4040001FF01"])
  }

  /// Source: ISO/IEC 7816-4, 5.1.1.
  @Test(arguments: [
    ("00", "00"), ("80", "00"), ("84", "00"), ("03", "03"), ("0C", "00"), ("82", "02"),
    ("43", "43"), ("6F", "4F"),
  ])
  func `GET RESPONSE keeps the channel and drops secure messaging`(
    given: String, expected: String
  ) throws {
    let result = try play("\(given)A4040001FF00", "6101", "AA9000")
    #expect(result.sent.last == "\(expected)C0000001")
  }

  @Test func `a length is corrected once, then the card has its way`() throws {
    let result = try play("00B2010C00", "6C03", "6C04")
    #expect(result.end == (try finished("6C04")))
    let fixed = try play("002000800100", "6C04")
    #expect(fixed.end == (try finished("6C04")))
  }

  @Test func `a card that never ends is left`() throws {
    var exchange = try #require(CommandExchange([0, 0xA4, 4, 0, 1, 0xFF, 0], over: .t0))
    var step = exchange.begin()
    var count = 0
    while case .transmit = step {
      count += 1
      step = exchange.resume(with: [0x61, 0x01])
    }
    #expect(count == CommandExchange.transmissionLimit)
    #expect(step == .failed(.endless))
  }

  @Test(arguments: ["", "90"]) func `an answer has a status word`(answer: String) throws {
    #expect(try play("00840000", answer).end == .failed(.noStatus))
  }

  @Test func `what the protocol can't carry is no command`() throws {
    let extended: [UInt8] = [0, 0xD6, 0, 0, 0, 1, 0] + [UInt8](repeating: 0, count: 256)
    #expect(CommandExchange(extended, over: .t0) == nil)
    #expect(CommandExchange(extended, over: .t1)?.begin() == .transmit(extended))
    for count in 0..<4 {
      #expect(CommandExchange([UInt8](repeating: 0, count: count), over: .t0) == nil)
      #expect(CommandExchange([UInt8](repeating: 0, count: count), over: .t1) == nil)
    }
  }
}
