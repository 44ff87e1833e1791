import EventLoop
import Foundation
import HALConformance
import MockedUSB
import Simulation
import Testing

/// Storms of paper, cover, heat, cutter, power and cable, with everything counted before and after.
///
/// What a process holds can only be counted where nothing else runs: so the storms have a process
/// of their own, beneath the mocked bus. `LIANJI_STORM` sets how long each is, `LIANJI_SEED` which.
@Suite(.disabled(if: MockedUSBBus.isPresent, "it starts this program beneath the bus"))
struct ReceiptPrinterStormTests {
  /// In virtual time: what waits a second takes none.
  @Test func `the mock comes through ten thousand events`() throws {
    let loop = SimulatedLoop(wallClock: 0)
    nonisolated(unsafe) var outcome: Result<ReceiptPrinterStorm.Report, any Error>?  // one thread
    Task(executorPreference: loop) {
      do {
        var storm = ReceiptPrinterStorm(events: 10_000, seed: 7)
        outcome = .success(try await storm.blow(on: MockPrinterRig(clock: loop)))
      } catch {
        outcome = .failure(error)
      }
    }
    #expect(loop.run(maximumSteps: .max) { outcome != nil })
    let report = try #require(outcome).get()
    #expect(report.events == 10_000)
    #expect(report.printed > 500 && report.failed > 500)
  }

  @Test func `printers come through storms, and leave nothing behind`() throws {
    let output = try MockedUSBBus.runTests(matching: "PrinterStormsAlone")
    for line in output.split(separator: "\n") where line.hasPrefix("storm:") { print(line) }
  }
}

@Suite(.serialized, .enabled(if: MockedUSBBus.isPresent, "ReceiptPrinterStormTests runs them"))
struct PrinterStormsAlone {
  /// As many as fit a few seconds each.
  private static let lengths: [ReceiptPrinterLevel: Int] = [
    .serial: 500, .serialAutomatic: 500, .network: 500, .line: 400, .usb: 300,
  ]

  @Test(arguments: lengths.keys.sorted { $0.rawValue < $1.rawValue })
  func `a storm leaves no descriptor, thread or memory behind`(level: ReceiptPrinterLevel) throws {
    let order = StormOrder(usually: Self.lengths[level] ?? 1000)
    // The first one has the libraries and the allocator take what they keep.
    _ = try blow(level, events: min(60, order.events), seed: order.seed &+ 1)
    let before = ProcessResources()
    let start = ContinuousClock.now
    let report = try blow(level, events: order.events, seed: order.seed)
    let time = ContinuousClock.now - start
    let after = ProcessResources()
    print(
      "storm: \(level.rawValue): \(report.events) events, \(report.printed) slips printed, "
        + "\(report.failed) not, in \(time); \(before), then \(after) (\(order))")
    #expect(
      after.leftovers(since: before, events: order.events) == nil,
      Comment(rawValue: order.description))
  }

  private func blow(
    _ level: ReceiptPrinterLevel, events: Int, seed: UInt64
  ) throws -> ReceiptPrinterStorm.Report {
    try EventLoop.run { loop in
      let rig = try level.makeRig(on: loop, patience: .milliseconds(150))
      var storm = ReceiptPrinterStorm(events: events, seed: seed)
      let report = try await storm.blow(on: rig)
      await (rig as? EmulatedPrinterRig)?.close()
      return report
    }
  }
}
