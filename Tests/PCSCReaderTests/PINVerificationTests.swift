import HAL
import Octets
import Testing

@testable import PCSCReader

@Suite struct PINVerificationTests {
  /// Source: PC/SC part 10, 2.5.2; the values that libccid took on the bench.
  @Test func `the structure is that of part 10, with EMV's VERIFY behind it`() {
    let bytes = PINVerification(CardPINRequest(entryTimeout: .seconds(30))).bytes
    #expect(
      Hexadecimal.text(bytes)
        == "1E1E8947040C04020104080000000" + "00D0000000020008008" + "20FFFFFFFFFFFFFF")
    #expect(bytes.count == 19 + 13)
  }

  @Test func `a request can't ask for what no reader knows`() {
    let request = CardPINRequest(digitCount: 0...20, entryTimeout: .seconds(1000))
    #expect(request.digitCount == 4...12)
    #expect(PINVerification(request).bytes[0] == 255)
    #expect(CardPINRequest(entryTimeout: .zero).entryTimeout == .seconds(1))
    let english = PINVerification(CardPINRequest(digitCount: 6...6, language: .english)).bytes
    #expect(english[5...6] == [6, 6])
    #expect(english[9...10] == [0x09, 0x04])
  }

  @Test(
    arguments: [
      (0x9000, CardPINOutcome.verified), (0x63C2, .wrong(triesLeft: 2)), (0x63C0, .blocked),
      (0x6300, .wrong(triesLeft: nil)), (0x6983, .blocked), (0x6984, .blocked),
      (0x6400, .timedOut), (0x6401, .cancelled), (0x6403, .wrongLength),
      (0x6B80, .refused(statusWord: 0x6B80)), (0x6402, .refused(statusWord: 0x6402)),
    ] as [(Int, CardPINOutcome)])
  func `each status word is an outcome`(word: Int, outcome: CardPINOutcome) throws {
    #expect(try CardPINOutcome(answer: [UInt8(word >> 8), UInt8(word & 0xFF)]) == outcome)
  }

  @Test func `an answer of another length is none`() {
    for count in [0, 1, 3] {
      #expect(throws: CardReaderError.communication(code: count)) {
        try CardPINOutcome(answer: [UInt8](repeating: 0x90, count: count))
      }
    }
  }
}
