import ChipTransaction
import EMVKernel
import EventLoop
import Foundation
import HAL
import ISO7816
import MockDevices
import TestCards
import Testing

/// Cards that answer anything; LIANJI_SEED makes other answers.
@Suite struct SpoiltAnswerTests {
  private static let seed = UInt64(ProcessInfo.processInfo.environment["LIANJI_SEED"] ?? "") ?? 1

  @Test(arguments: 0..<8)
  func `a card whose every answer may be spoilt ends each transaction`(batch: Int) throws {
    let profiles = TestCards.profiles.filter { !$0.hasPrefix("K/") && !$0.hasPrefix("A/") }
    try EventLoop.run { loop in
      var random = SplitMix64(seed: Self.seed &* 1000 &+ UInt64(batch))
      for _ in 0..<100 {
        let name = profiles[random.below(profiles.count)]
        let cases = try CardCaseReader(TestCards.folder.file(name)).cases()
        let trial = cases[random.below(cases.count)]
        guard let chip = trial.personality.chip else { continue }
        let reader = MockCardReader(name: DeviceName("ic"), clock: loop)
        reader.slot.insert(SpoilingCard(CardSimulator(chip), seed: random.next()))
        let record = await trial.run(in: reader)
        guard let record else { continue }
        #expect(record.exchanges.count < 2000, "\(trial.title), seed \(Self.seed)")
        #expect(record.outcome != nil || record.failure != nil, "\(trial.title)")
        if record.outcome?.isApproved == true {
          let last = record.cryptograms.last?.information.type
          #expect(last == .approved, "\(trial.title), seed \(Self.seed), batch \(batch)")
        }
      }
    }
  }
}

/// A card whose answers are spoilt now and then, in each of the ways in which cards and lines do.
private final class SpoilingCard: EmulatedChip {
  private let card: CardSimulator
  private var random: SplitMix64

  init(_ card: CardSimulator, seed: UInt64) {
    self.card = card
    random = SplitMix64(seed: seed)
  }

  func reset(isWarm: Bool) -> [UInt8]? { card.reset(isWarm: isWarm) }

  func process(_ command: [UInt8]) -> [UInt8] {
    let answer = card.process(command)
    guard random.below(6) == 0 else { return answer }
    switch random.below(6) {
    case 0: return bytes(random.below(300))
    case 1: return Array(answer.prefix(random.below(answer.count + 1)))
    case 2: return answer.dropLast(2) + bytes(2)
    case 3: return bytes(random.below(64)) + [0x90, 0x00]
    case 4: return bytes(random.below(3))
    default:
      var spoilt = answer
      for _ in 0...random.below(4) where !spoilt.isEmpty {
        spoilt[random.below(spoilt.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      return spoilt
    }
  }

  private func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 8) }
  }
}
