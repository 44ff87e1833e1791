import BERTLV
import ChipTransaction
import EMVKernel
import ISO7816
import MockDevices
import Octets
import PaymentTypes
import Testing

@Suite struct CryptogramGenerationTests {
  private static let cryptogram = "0001 1122334455667788"

  private func run(_ text: String) async throws -> ChipTransactionRecord {
    var bench = try Bench("chip-no-cvm")
    bench.issuer = nil
    try bench.answer(0xAE, with: text)
    return try await bench.run().result
  }

  /// The first request is for an ARQC.
  @Test(
    arguments: [
      ("800B 80 \(cryptogram) 9000", ChipOutcome.declinedWithoutCenter),
      ("800B 00 \(cryptogram) 9000", .declinedOffline),
      ("7714 9F270100 9F36020001 9F26081122334455667788 9000", .declinedOffline),
      ("7714 9F26081122334455667788 9F270100 9F36020001 9000", .declinedOffline),
    ] as [(String, ChipOutcome)])
  func `both formats are understood`(text: String, outcome: ChipOutcome) async throws {
    let result = try await run(text)
    #expect(result.outcome == outcome)
    #expect(result.store?.value(0x9F26)?.first == 0x11)
  }

  @Test(arguments: [
    "9000", "80009000", "800A 00 0001 11223344556677 9000",
    "800B 00 \(cryptogram) 01 9000", "8281 0B 00 \(cryptogram) 9000", "70009000",
    "770F 9F36020001 9F26081122334455667788 9000", "7709 9F270100 9F36020001 9000",
    "770F 9F270100 9F26081122334455667788 9000",
    "7719 9F270100 9F270100 9F36020001 9F26081122334455667788 9000",
    "7713 9F270100 9F36020001 9F260711223344556677 9000",
  ])
  func `an answer that makes no sense ends it`(text: String) async throws {
    let result = try await run(text)
    #expect(result.failure == .kernel(.malformedAnswer(.firstGenerateCryptogram)))
    #expect(result.outcome == nil)
  }

  @Test func `more than 32 bytes for the issuer are refused`() async throws {
    for (count, isLegal) in [(32, true), (33, false)] {
      let data = String(repeating: "AA", count: count)
      let length = Hexadecimal.text([UInt8(11 + count)])
      let result = try await run("80\(length) 00 \(Self.cryptogram) \(data) 9000")
      #expect((result.outcome == .declinedOffline) == isLegal)
    }
  }

  @Test(arguments: ["40", "C0"])
  func `a better verdict than asked for and the reserved one end it`(information: String)
    async throws
  {
    let result = try await run("800B \(information) \(Self.cryptogram) 9000")
    #expect(result.failure == .kernel(.cryptogramOutOfOrder))
  }

  @Test func `a refusal ends it`() async throws {
    let expected = KernelFailure.refused(.firstGenerateCryptogram, .conditionsNotSatisfied)
    #expect(try await run("6985").failure == .kernel(expected))
  }

  @Test func `an answer can't change what the records said`() async throws {
    let result = try await run("7719 9F270100 9F36020001 9F26081122334455667788 5A03123456 9000")
    #expect(result.outcome == .declinedOffline)
    #expect(result.store?.primaryAccountNumber?.lastFour == "0026")
  }

  @Test(arguments: ["6985", "800B 80 \(cryptogram) 9000", "9000"])
  func `a second verdict that can't be used is a decline to be reversed`(text: String) async throws
  {
    var bench = try Bench("chip-no-cvm")
    let bytes = try Hexadecimal.bytes(text)
    bench.intercept = { $0.instruction == 0xAE && $0.parameter1 == 0x40 ? bytes : nil }
    let result = try await bench.run().result
    #expect(result.outcome == .declinedByCardAfterApproval)
    #expect(result.failure != nil)
  }

  @Test(arguments: [
    (CryptogramType.approved, [CryptogramType.approved, .onlineRequest, .declined]),
    (.onlineRequest, [.onlineRequest, .declined]), (.declined, [.declined]),
  ])
  func `a card may only step down`(request: CryptogramType, allowed: [CryptogramType]) {
    let all: [CryptogramType] = [.approved, .onlineRequest, .declined]
    #expect(all.filter { $0.isAllowed(whenAskedFor: request) } == allowed)
  }

  @Test func `the information data tell kind, advice and reason`() throws {
    let information = try #require(CryptogramInformationData(0x0A))
    #expect(information.type == .declined)
    #expect(information.requiresAdvice)
    #expect(information.reason == .pinTryLimitExceeded)
    #expect(CryptogramInformationData(0xC0) == nil)
    #expect(CryptogramInformationData(0x47)?.reason == nil)
  }
}
