import CProcessCounts

/// What one operation costs: the least and the median of seven runs.
struct Measurement: Hashable {
  /// Runs; odd, so that one of them is the median.
  private static let runCount = 7

  /// The time of one operation in the fastest run.
  let minimum: Duration
  /// The time of one operation in the run in the middle.
  let median: Duration
  /// Heap blocks that one operation asks for, on average over all runs.
  let allocations: Double
  /// Calls of fsync and fdatasync of one operation, on average over all runs.
  let syncs: Double

  /// Runs `operation` seven times `count` times, after one run to warm up.
  init(count: Int, _ operation: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    var times: [Duration] = []
    times.reserveCapacity(Self.runCount)
    for _ in 0..<count { try operation() }
    let (allocationsBefore, syncsBefore) = (process_allocations(), process_syncs())
    for _ in 0..<Self.runCount {
      let start = clock.now
      for _ in 0..<count { try operation() }
      times.append(clock.now - start)
    }
    let total = Double(count * Self.runCount)
    allocations = Double(process_allocations() - allocationsBefore) / total
    syncs = Double(process_syncs() - syncsBefore) / total
    times.sort()
    minimum = times[0] / count
    median = times[Self.runCount / 2] / count
  }
}

extension Duration {
  /// Such as `840 ns`, `12.3 µs` or `4.1 ms`.
  var text: String {
    let nanoseconds = Double(components.seconds) * 1e9 + Double(components.attoseconds) / 1e9
    switch nanoseconds {
    case ..<1000: return Self.text(nanoseconds, "ns")
    case ..<1e6: return Self.text(nanoseconds / 1000, "µs")
    default: return Self.text(nanoseconds / 1e6, "ms")
    }
  }

  private static func text(_ value: Double, _ unit: String) -> String {
    let tenths = Int((value * 10).rounded())
    return value >= 100 ? "\(tenths / 10) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
  }
}
