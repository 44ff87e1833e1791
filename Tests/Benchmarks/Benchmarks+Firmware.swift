import BoardProfile
import Foundation
import HAL
import Ledger
import Simulation
import TestCards

extension Benchmarks {
  /// The ledger on this machine's disk, below the working directory: a memory disk would lie.
  static let books: [Benchmark] = [
    Benchmark("ledger: a durable commit", note: "one fdatasync", count: 200) {
      let (_, ledger) = try newLedger()
      return { try ledger.skipTraces(1) }
    },
    Benchmark("ledger: the three durable commits of a sale", count: 100) {
      let (sample, ledger) = try newLedger()
      return { try sample.sell(in: ledger) }
    },
    Benchmark("ledger: open and check 1,000 sales", count: 1) {
      let path = try newPath()
      let sample = try SampleLedger(try BoardProfile.read(path: "board-profiles/bench.yaml"))
      do {
        let ledger = try sample.open(path: path)
        for _ in 0..<1000 { try sample.sell(in: ledger) }
      }
      return { try sample.reopen(path: path) }
    },
  ]

  /// A day in the simulator, everything but the operating system included.
  static let simulation: [Benchmark] = [
    Benchmark("simulator: a sale, of a calm day of 200", limit: .microseconds(150), count: 200) {
      var count = 0
      return {
        if count % 200 == 0 { try simulate(saleCount: 200) }
        count += 1
      }
    }
  ]

  /// The flashed program, when `LIANJI_POSD` names one.
  static let start: [Benchmark] = {
    guard let program = ProcessInfo.processInfo.environment["LIANJI_POSD"] else { return [] }
    return [
      Benchmark("posd: from exec to its first screen", limit: .milliseconds(40), count: 5) {
        let folder = URL(filePath: try newPath()).deletingLastPathComponent().path()
        return { try FirmwareStart(program: program, folder: folder).waitForScreen() }
      }
    ]
  }()

  private static func simulate(saleCount: Int) throws {
    var simulation = Simulation(
      seed: 1, saleCount: saleCount, cards: TestCards.bench, kernel: .simulated)
    simulation.withFaults = false
    keep(try simulation.run().check.approvedCount)
  }

  private static func newLedger() throws -> (SampleLedger, Ledger) {
    let sample = try SampleLedger(try BoardProfile.read(path: "board-profiles/bench.yaml"))
    return (sample, try sample.open(path: try newPath()))
  }

  /// A ledger's path in a new folder.
  private static func newPath() throws -> String {
    let folder = "out/benchmark/\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder + "/ledger.sqlite"
  }
}
