import HAL

extension ReceiptPrinterConformance {
  /// What comes out when nothing is wrong, and what is refused before it is begun.
  static let slips: [Check] = [
    Check("a slip comes out whole, with the proof that the printer can give") { rig in
      try await requirePrinted(job("first", shortLines), on: rig)
      try await requireOneSlip(shortLines, on: rig)
    },
    Check("a long slip comes out whole") { rig in
      try await requirePrinted(job("long", longLines), on: rig)
      try await requireOneSlip(longLines, on: rig)
    },
    Check("two slips at once come out one after the other") { rig in
      // One loop, one thread.
      nonisolated(unsafe) let both = rig
      async let first: Void = requirePrinted(job("one", longLines), on: both)
      async let second: Void = requirePrinted(job("two", shortLines), on: both)
      try await first
      try await second
      let slips = try await rig.slips().map(\.lines)
      try require(
        slips == [longLines, shortLines] || slips == [shortLines, longLines],
        "the slips are mixed: \(slips.map(\.count)) lines")
    },
    Check("a printer that is well has no obstacle") { rig in
      let status = try await rig.printer.status(timeout: timeout)
      try require(status.obstacle == nil, "\(status)")
      try requireEqual(status.isPaperLow, false)
    },
    Check("a roll that runs low is told, and the slip comes out") { rig in
      guard rig.knowledge.namesObstacles else {
        throw HandsMissing("the printer does not tell how much paper there is")
      }
      try await rig.setPaperLow()
      try requireEqual(try await rig.printer.status(timeout: timeout).isPaperLow, true)
      let report = try await rig.printer.print(job("low", shortLines), timeout: timeout)
      try requireEqual(report.isPaperLow, true)
      try await requireOneSlip(shortLines, on: rig)
    },
    Check("a time-out of nothing ends at once, and leaves the printer usable") { rig in
      _ = await print(job("hasty", shortLines), on: rig, timeout: .zero)
      try await requirePrinted(job("patient", longLines), on: rig)
      try await requireOneSlip(longLines, on: rig)
    },
  ]

  static let refusals: [Check] = [
    Check("without paper nothing is begun; with new paper the slip comes out") { rig in
      try await rig.takePaper()
      try await requireFailure(job("a", shortLines), [.paperOut], isBegun: false, on: rig)
      try await rig.loadPaper()
      try await requirePrinted(job("a", shortLines), on: rig)
      try await requireOneSlip(shortLines, on: rig)
    },
    Check("with an open cover nothing is begun; when it is closed the slip comes out") { rig in
      try await rig.setCover(isOpen: true)
      try await requireFailure(
        job("a", shortLines), [.coverOpen, .offline, .timedOut], isBegun: false, on: rig)
      try await rig.setCover(isOpen: false)
      try await requirePrinted(job("a", shortLines), on: rig)
      try await requireOneSlip(shortLines, on: rig)
    },
    Check("a hot head is waited for") { rig in
      try await rig.setHead(isHot: true)
      nonisolated(unsafe) let hands = rig
      async let printing: Void = requirePrinted(job("a", shortLines), on: hands)
      await rig.clock.sleep(for: .milliseconds(100))
      try await rig.setHead(isHot: false)
      try await printing
      try await requireOneSlip(shortLines, on: rig)
    },
    Check("a head that stays hot ends at the time-out, and nothing is begun") { rig in
      try await rig.setHead(isHot: true)
      switch await print(job("a", shortLines), on: rig, timeout: .milliseconds(300)) {
      case .success(let report): throw ConformanceFailure(description: "\(report)")
      case .failure(let failure): try requireEqual(failure.isBegun, false)
      }
      try await rig.setHead(isHot: false)
      try await requirePrinted(job("a", shortLines), on: rig)
    },
  ]
}
