import CenterProtocol
import Simulation
import TestCards
import Testing

@Suite struct SimulationTests {
  @Test(arguments: UInt64(1)...8)
  func `a day with faults everywhere leaves the books equal`(seed: UInt64) throws {
    let outcome = try Simulation(
      seed: seed, saleCount: 12, cards: TestCards.bench, kernel: .simulated
    ).run()
    #expect(outcome.check.findings.isEmpty, "possim --seed \(seed) --sales 12")
    #expect(!outcome.wasCut)
  }

  @Test func `a calm day approves every sale and settles`() throws {
    var simulation = Simulation(seed: 3, saleCount: 5, cards: TestCards.bench, kernel: .simulated)
    simulation.withFaults = false
    let outcome = try simulation.run()
    #expect(outcome.check.findings.isEmpty)
    #expect(outcome.check.approvedCount >= 3)
  }

  @Test func `the same seed gives the same run, another one another`() throws {
    let first = try Simulation(
      seed: 11, saleCount: 6, cards: TestCards.bench, kernel: .simulated, cutAt: 80
    ).run()
    let again = try Simulation(
      seed: 11, saleCount: 6, cards: TestCards.bench, kernel: .simulated, cutAt: 80
    ).run()
    let other = try Simulation(
      seed: 12, saleCount: 6, cards: TestCards.bench, kernel: .simulated, cutAt: 80
    ).run()
    #expect(first.digest == again.digest)
    #expect(first.digest != other.digest)
  }

  @Test(arguments: [AcquirerProfile.KeyLayout.doubleLength, .doubleLengthWithTrackKey])
  func `a terminal signs in with either key block and sells`(
    layout: AcquirerProfile.KeyLayout
  ) throws {
    var simulation = Simulation(seed: 5, saleCount: 6, cards: TestCards.bench, kernel: .simulated)
    simulation.acquirer.keyLayout = layout
    simulation.acquirer.encryptsTrack = layout == .doubleLengthWithTrackKey
    simulation.withFaults = false
    let outcome = try simulation.run()
    #expect(outcome.check.findings.isEmpty)
    #expect(outcome.check.approvedCount >= 4)
  }

  /// A simulation that finds nothing proves something only if it finds what is there.
  @Test func `a disk that lies about its syncs is found out`() {
    let isFound = (UInt64(40)...160).contains { point in
      var simulation = Simulation(
        seed: 1, saleCount: 2, cards: TestCards.bench, kernel: .simulated, cutAt: point)
      simulation.diskIgnoresSyncs = true
      // Only a finding about money counts, not a ledger that can't be opened any more.
      guard let outcome = try? simulation.run() else { return false }
      return !outcome.check.findings.isEmpty
    }
    #expect(isFound)
  }

  /// Every point of a short day; long explorations are for `possim --explore`.
  @Test(arguments: UInt64(1)...3)
  func `a power cut at any I/O point loses nothing and doubles nothing`(seed: UInt64) throws {
    for point in UInt64(1)... {
      let outcome = try Simulation(
        seed: seed, saleCount: 2, cards: TestCards.bench, kernel: .simulated, cutAt: point
      )
      .run()
      #expect(
        outcome.check.findings.isEmpty,
        "possim --seed \(seed) --sales 2 --cut-at \(point)")
      if !outcome.wasCut { return }
    }
  }
}
