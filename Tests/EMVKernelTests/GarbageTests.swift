import BERTLV
import ChipTransaction
import EMVKernel
import ISO7816
import MockDevices
import PaymentTypes
import TestCards
import Testing

/// Cards that answer nonsense: the kernel ends, and never approves what no card has approved.
@Suite struct GarbageTests {
  /// A generator that gives the same numbers for the same seed.
  struct Generator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }
    mutating func next() -> UInt8 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return UInt8(truncatingIfNeeded: state >> 24)
    }
    mutating func below(_ limit: Int) -> Int {
      (Int(next()) << 8 | Int(next())) % max(1, limit)
    }
    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in next() } }
  }

  /// Spoils an answer in one of the ways in which cards and lines do.
  private static func spoil(_ answer: [UInt8], _ generator: inout Generator) -> [UInt8] {
    var bytes = answer
    switch generator.below(8) {
    case 0: return generator.bytes(generator.below(258))
    case 1: return Array(bytes.prefix(generator.below(bytes.count + 1)))
    case 2: return bytes.dropLast(2) + generator.bytes(2)
    case 3: return generator.bytes(generator.below(64)) + [0x90, 0x00]
    case 4: bytes.insert(generator.next(), at: generator.below(bytes.count + 1))
    case 5 where !bytes.isEmpty: bytes.remove(at: generator.below(bytes.count))
    default:
      for _ in 0...generator.below(4) where !bytes.isEmpty {
        bytes[generator.below(bytes.count)] = generator.next()
      }
    }
    return bytes
  }

  /// The same chip, approving though nobody proves to be its issuer.
  private static func trusting(_ chip: ChipPersonality) -> ChipPersonality {
    var chip = chip
    for index in chip.applications.indices {
      chip.applications[index].requiresIssuerAuthentication = false
    }
    return chip
  }

  private static let commandLimit = 2000

  @Test(arguments: 0..<20)
  func `spoilt answers never trap, hang or approve without a TC`(batch: Int) async throws {
    let cards = TestCards.bench.compactMap(\.chip).filter { $0.answerToReset != nil }
      .map(Self.trusting)
    let transaction = try TransactionParameters.sale(minorUnits: 12_345)
    let code = try #require(ResponseCode("00"))
    var approvalCount = 0
    var failureCount = 0
    for number in 0..<1000 {
      let seed = UInt64(batch * 1000 + number)
      var generator = Generator(seed: seed)
      let card = CardSimulator(cards[generator.below(cards.count)])
      let field = generator.below(2) == 0 ? [] : generator.bytes(generator.below(40))
      var counter = TestCounter.Behaviour()
      counter.goOnline = { _ in
        (try? IssuerResponse(responseCode: code, integratedCircuitCardData: field))
          .map { .answered($0) } ?? .unableToGoOnline
      }
      let rate = 1 + generator.below(12)
      var commandCount = 0
      _ = card.reset()
      let surroundings = TestCounter(counter) { command in
        commandCount += 1
        guard commandCount < Self.commandLimit else { return [] }
        let answer = card.process(command)
        return generator.below(rate) == 0 ? Self.spoil(answer, &generator) : answer
      }
      let result = await ChipSequence(
        configuration: .test, parameters: transaction, surroundings: surroundings
      ).run()
      #expect(commandCount < Self.commandLimit, "seed \(seed)")
      #expect(result.outcome != nil || result.failure != nil, "seed \(seed)")
      if result.outcome?.isApproved == true {
        approvalCount += 1
        #expect(result.store?.value(0x9F27)?.first.map { $0 & 0xC0 } == 0x40, "seed \(seed)")
      }
      if result.failure != nil { failureCount += 1 }
    }
    // Otherwise the spoiling would be too weak or too strong to try anything.
    #expect(approvalCount > 0)
    #expect(failureCount > 0)
  }

  @Test(
    arguments: [[], [0x90], [0x90, 0x00], [0x61, 0x10], [0x6C, 0x10], [0xFF, 0xFF]] as [[UInt8]])
  func `a card with one answer for everything ends soon`(answer: [UInt8]) async throws {
    var count = 0
    let surroundings = TestCounter(.init()) { _ in
      count += 1
      return answer
    }
    let result = await ChipSequence(
      configuration: .test, parameters: try .sale(minorUnits: 1), surroundings: surroundings
    ).run()
    #expect(result.failure != nil)
    #expect(count < 10)
  }
}
