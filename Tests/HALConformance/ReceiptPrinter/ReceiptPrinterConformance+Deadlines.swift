import HAL

extension ReceiptPrinterConformance {
  /// By how much a call may outlast its time-out: a second each to ask a silent port what it knows,
  /// to have the printer throw away what waits in it, and to reset its port.
  static let overRun = Duration.seconds(3)
  /// For a machine that has others to serve.
  static let tolerance = Duration.seconds(1)

  /// Whatever keeps the printer from its work, the caller has his answer in time.
  static let deadlines: [Check] = [
    Check("a head that stays hot ends a slip in time") { rig in
      try await rig.setHead(isHot: true)
      try await requireEnd(on: rig, within: .milliseconds(400))
    },
    Check("a cover that opens in the middle ends a slip in time") { rig in
      try await rig.afterLines(40, .openCover)
      try await requireEnd(on: rig, within: .seconds(1))
    },
    Check("a pulled cable ends a slip and a question in time") { rig in
      try await requirePrinted(job("a", shortLines), on: rig)
      try await rig.unplug()
      try await requireEnd(on: rig, within: .milliseconds(400))
      let start = rig.clock.uptime
      let status = try? await rig.printer.status(timeout: .milliseconds(400))
      try requireEqual(status, nil)
      try requireTime(since: start, on: rig, .milliseconds(400))
    },
    Check("a call without time ends, and the next one works") { rig in
      try await requireEnd(on: rig, within: .zero)
      try await requirePrinted(job("b", shortLines), on: rig)
    },
  ]

  /// Throws unless a slip fails, and in time.
  private static func requireEnd(
    on rig: any ReceiptPrinterRig, within timeout: Duration
  ) async throws {
    let start = rig.clock.uptime
    let outcome = await print(job("late", longLines), on: rig, timeout: timeout)
    if case .success(let report) = outcome { throw ConformanceFailure("\(report), no failure") }
    try requireTime(since: start, on: rig, timeout)
  }

  private static func requireTime(
    since start: Duration, on rig: any ReceiptPrinterRig, _ timeout: Duration
  ) throws {
    let time = rig.clock.uptime - start
    try require(
      time <= timeout + overRun + tolerance, "it took \(time), with a time-out of \(timeout)")
  }
}
