import EventLoop
import HAL
import HALConformance
import MockDevices
import TestCards
import Testing

/// Many transactions with cards of all kinds leave nothing behind.
///
/// LIANJI_STORM=10000 lets more of them happen than fit into every run of the tests.
@Suite struct TransactionStormTests {
  @Test(.enabled(if: !OwnProcess.isOwn)) func `a storm of transactions leaves nothing behind`()
    throws
  {
    let text = try OwnProcess.runTests(
      matching: "TransactionStormTests/`memory is as before`")
    for line in text.split(separator: "\n") where line.hasPrefix("card storm: ") { print(line) }
  }

  @Test(.enabled(if: OwnProcess.isOwn)) func `memory is as before`() throws {
    let wanted = StormOrder(usually: 1000).events
    let files = [
      "A/01-basic-characters", "D/03-combined", "F/05-enciphered-pin", "H/06-script-before",
    ]
    let cases = try files.flatMap { try CardCaseReader(TestCards.folder.file($0)).cases() }
    try EventLoop.run { loop in
      let reader = MockCardReader(name: DeviceName("ic"), clock: loop)
      var before: ProcessResources?
      for number in 0..<wanted {
        // What is made once is there after the first part.
        if number == wanted / 4 { before = ProcessResources() }
        let trial = cases[number % cases.count]
        let deviations = try await trial.deviations(in: reader, at: reader.slot)
        #expect(deviations.isEmpty, "\(trial.failureText(deviations))")
      }
      let first = try #require(before)
      let after = ProcessResources()
      print("card storm: \(wanted) transactions; after a quarter: \(first); after all: \(after)")
      #expect(after.leftovers(since: first, events: wanted) == nil)
    }
  }
}
