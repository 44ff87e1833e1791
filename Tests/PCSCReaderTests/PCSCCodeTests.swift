import HAL
import Testing

@testable import PCSCReader

@Suite struct PCSCCodeTests {
  @Test func `a code is the lower half of a long`() {
    #expect(PCSCCode(result: 0x8010_0069) == .removedCard)
    #expect(PCSCCode(result: -0x7FEF_FF97) == .removedCard)
    #expect(PCSCCode.removedCard.description == "80100069")
    #expect(PCSCCode(0).description == "00000000")
  }

  /// Source: the reference's error map.
  @Test(
    arguments: [
      (0x8010_001D, CardReaderError.serviceUnavailable), (0x8010_001E, .serviceUnavailable),
      (0x8010_0013, .serviceUnavailable), (0x8010_0003, .serviceUnavailable),
      (0x8010_006A, .accessDenied), (0x8010_0009, .readerGone), (0x8010_0011, .readerGone),
      (0x8010_0017, .readerGone), (0x8010_002E, .readerGone), (0x8010_000C, .noCard),
      (0x8010_0069, .cardRemoved), (0x8010_0068, .cardReset), (0x8010_000B, .shared),
      (0x8010_0066, .mute), (0x8010_0067, .mute), (0x8010_000F, .unsupportedCard),
      (0x8010_0065, .unsupportedCard), (0x8010_000A, .timedOut), (0x8010_001F, .notSupported),
      (0x8010_0016, .communication(code: 0x8010_0016)),
      (0x8010_0001, .communication(code: 0x8010_0001)),
    ] as [(UInt32, CardReaderError)])
  func `each code has its meaning`(code: UInt32, error: CardReaderError) {
    #expect(CardReaderError(PCSCCode(code)) == error)
  }
}
