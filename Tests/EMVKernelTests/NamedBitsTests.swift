import EMVKernel
import PaymentTypes
import Testing

@Suite struct NamedBitsTests {
  @Test func `bits stand where the books put them`() throws {
    #expect(TerminalVerificationResults([.authenticationNotPerformed]).description == "8000000000")
    #expect(TerminalVerificationResults([.verificationFailed]).description == "0000800000")
    #expect(
      TerminalVerificationResults([.scriptFailedAfterFinalCryptogram]).description == "0000000010")
    #expect(TransactionStatusInformation([.scriptProcessingPerformed]).description == "0400")
    #expect(ApplicationInterchangeProfile([.combinedAuthentication]).description == "0100")
    #expect(ApplicationUsageControl([.domesticCashback]).description == "0080")
    #expect(
      TerminalCapabilities([.onlinePIN, .signature, .noVerification]).description == "006800")
    #expect(AdditionalTerminalCapabilities([.goods, .codeTable1]).description == "4000000001")
  }

  @Test func `bytes become bits and back`() throws {
    let results = try #require(TerminalVerificationResults(bytes: [0x80, 0x40, 0x04, 0x80, 0x10]))
    #expect(
      results.names == [
        .authenticationNotPerformed, .applicationExpired, .onlinePINEntered, .floorLimitExceeded,
        .scriptFailedAfterFinalCryptogram,
      ])
    #expect(results.bytes == [0x80, 0x40, 0x04, 0x80, 0x10])
    #expect(TerminalVerificationResults(bytes: [0x80]) == nil)
    #expect(TerminalVerificationResults(bytes: []) == nil)
  }

  @Test func `a bit is set and cleared`() {
    var results = TerminalVerificationResults()
    results.insert(.newCard)
    #expect(results.contains(.newCard))
    results.remove(.newCard)
    #expect(results.rawValue == 0)
    #expect(TerminalVerificationResults.Bit.newCard.place == "byte 2 bit 4")
  }

  @Test func `every bit has a place of its own and a meaning`() {
    var seen = TerminalVerificationResults()
    for bit in TerminalVerificationResults.Bit.allCases {
      #expect(!seen.contains(bit))
      seen.insert(bit)
      #expect(!bit.meaning.isEmpty)
    }
  }

  @Test(arguments: [("261123", true), ("260229", false), ("280229", true), ("261301", false)])
  func `dates are days of the calendar`(text: String, isDay: Bool) throws {
    let digits = text.utf8.map { $0 - 0x30 }
    let bytes = [0, 2, 4].map { digits[$0] << 4 | digits[$0 + 1] }
    #expect((CardDate(bytes) != nil) == isDay)
  }

  @Test func `years turn over at fifty`() throws {
    let last = try #require(CardDate([0x49, 0x12, 0x31]))
    let first = try #require(CardDate([0x50, 0x01, 0x01]))
    #expect(first < last)
    #expect(CardDate(CivilTime(secondsSince1970: 0)) > first)
  }

  @Test(arguments: [0x00, 0x20, 0x27, 0x40, 0xFF] as [UInt8])
  func `an undefined terminal type is refused`(type: UInt8) {
    #expect(TerminalType(rawValue: type) == nil)
  }

  @Test func `an application's name has 5 to 16 bytes`() {
    #expect(ApplicationIdentifier([1, 2, 3, 4]) == nil)
    #expect(ApplicationIdentifier(Array(repeating: 1, count: 17)) == nil)
    #expect(ApplicationIdentifier(Array(repeating: 1, count: 16)) != nil)
  }
}
