import EventLoop
import Foundation
import HALConformance
import MockDevices
import Testing

/// A storm on the mock, and on the driver with a real pcscd beneath: nothing is left behind.
///
/// LIANJI_STORM=10000 lets more happen on the real library than fits into every run of the tests.
/// pcscd sleeps for a second whenever a driver tells it that the device is gone, so that is rare.
@Suite struct CardReaderStormTests {
  private static let seed = UInt64(ProcessInfo.processInfo.environment["LIANJI_SEED"] ?? "") ?? 1

  private func storm(
    on rig: any CardReaderRig, _ weather: CardReaderStorm.Weather
  ) -> CardReaderStorm {
    let random = RandomSource(seed: Self.seed)
    return CardReaderStorm(on: rig, weather: weather) {
      random.below($0)
    }
  }

  @Test func `10,000 events on the mock leave it as it should be`() throws {
    try EventLoop.run { loop in
      let storm = storm(
        on: MockCardReaderRig(loop: loop), CardReaderStorm.Weather(serviceDeaths: 20, unplugs: 50))
      try await storm.run(events: 10_000)
      #expect(storm.callCounts.succeeded > 500 && storm.callCounts.failed > 500)
    }
  }

  @Test(.enabled(if: !OwnProcess.isOwn))
  func `a storm through the real library leaves nothing behind`() throws {
    if case .missing(let why) = DaemonRig.availability {
      #expect(!isContinuousIntegration, "in CI every level must run: \(why)")
      try Test.cancel("SKIPPED: \(why)")
    }
    let text = try OwnProcess.runTests(
      matching: "CardReaderStormTests/`descriptors, threads and memory are as before`")
    for line in text.split(separator: "\n") where line.hasPrefix("storm: ") { print(line) }
  }

  @Test(.enabled(if: OwnProcess.isOwn))
  func `descriptors, threads and memory are as before`() throws {
    let wanted = Int(ProcessInfo.processInfo.environment["LIANJI_STORM"] ?? "") ?? 1200
    try EventLoop.run { loop in
      let rig = try await DaemonRig(loop: loop)
      let storm = storm(on: rig, CardReaderStorm.Weather(serviceDeaths: 4, unplugs: 4))
      // What is made once is there after the first part.
      try await storm.run(events: wanted / 3)
      let before = ProcessResources()
      let start = loop.uptime
      try await storm.run(events: wanted - wanted / 3)
      let after = ProcessResources()
      print(
        "storm: \(storm.eventCount) events, the last two thirds in \(loop.uptime - start); "
          + "\(storm.callCounts.succeeded) calls done, \(storm.callCounts.failed) failed; "
          + "before: \(before); after: \(after)")
      #expect(after.descriptors == before.descriptors)
      #expect(after.threads <= before.threads)
      #expect(after.kilobytes - before.kilobytes < 2048)
      #expect(storm.callCounts.succeeded > wanted / 20 && storm.callCounts.failed > wanted / 20)
    }
  }
}

/// Numbers of a seed, for one storm.
private final class RandomSource {
  private var random: SplitMix64
  init(seed: UInt64) { random = SplitMix64(seed: seed) }
  func below(_ limit: Int) -> Int { random.below(limit) }
}
