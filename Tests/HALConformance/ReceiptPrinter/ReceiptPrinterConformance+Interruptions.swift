import HAL

extension ReceiptPrinterConformance {
  /// What stops a slip in its middle: it never goes on, and comes again from its top.
  static let interruptions: [Check] = [
    Check("when the paper ends in the middle the slip is begun, and comes again from its top") {
      rig in
      try await rig.afterLines(40, .endPaper)
      try await requireFailure(job("a", longLines), [.paperOut], isBegun: true, on: rig)
      try await rig.loadPaper()
      try await requirePrinted(job("a", longLines), on: rig)
      try await requirePieceThenSlip(on: rig)
    },
    Check("when the cover opens in the middle the slip is begun, and comes again from its top") {
      rig in
      try await rig.afterLines(40, .openCover)
      try await requireFailure(
        job("a", longLines), [.coverOpen, .offline, .timedOut], isBegun: true, on: rig)
      try await requireFailure(
        job("a", longLines), [.coverOpen, .offline, .timedOut], isBegun: true, on: rig)
      try await rig.setCover(isOpen: false)
      try await requirePrinted(job("a", longLines), on: rig)
      try await requirePieceThenSlip(on: rig)
    },
    Check("another slip never goes on behind a piece, and is not begun by what stopped the first") {
      rig in
      try await rig.afterLines(40, .openCover)
      try await requireFailure(
        job("a", longLines), [.coverOpen, .offline, .timedOut], isBegun: true, on: rig)
      try await requireFailure(
        job("b", shortLines), [.coverOpen, .offline, .timedOut], isBegun: false, on: rig)
      try await rig.setCover(isOpen: false)
      try await requirePrinted(job("b", shortLines), on: rig)
      let slips = try await rig.slips()
      try requireEqual(slips.last, ConformanceSlip(lines: shortLines, isComplete: true))
    },
    Check("a head that gets hot in the middle delays the slip and does not break it") { rig in
      try await rig.afterLines(40, .heatHead)
      try await requirePrinted(job("a", longLines), on: rig)
      try await requireOneSlip(longLines, on: rig)
    },
    Check("a jam in the middle is cleared by a person, then the slip comes again") { rig in
      try await rig.afterLines(40, .jam)
      try await requireFailure(job("a", longLines), [.mechanical], isBegun: true, on: rig)
      try await rig.clearFault()
      try await requirePrinted(job("a", longLines), on: rig)
      try await requirePieceThenSlip(on: rig)
    },
    Check("a slip that lacks only its cut is cut when the cutter is free, not printed twice") {
      rig in
      try await rig.jamNextCut()
      try await requireFailure(job("a", longLines), [.cutterStuck], isBegun: true, on: rig)
      try await rig.clearFault()
      try await requirePrinted(job("a", longLines), on: rig)
      try await requireOneSlip(longLines, on: rig)
    },
  ]

  /// What takes the printer away.
  static let losses: [Check] = [
    Check("a pulled cable is told; plugged in again the printer works, nobody restarts anything") {
      rig in
      try await requirePrinted(job("a", shortLines), on: rig)
      try await rig.unplug()
      switch await print(job("b", longLines), on: rig) {
      case .success(let report): throw ConformanceFailure(description: "\(report)")
      case .failure(let failure): try requireEqual(failure.isBegun, false)
      }
      try await rig.plug()
      try await requirePrinted(job("b", longLines), on: rig)
      try await requireOneSlip(longLines, on: rig)
    },
    Check("a cable that is pulled in the middle breaks the slip, which comes again") { rig in
      try await rig.afterLines(40, .unplug)
      switch await print(job("a", longLines), on: rig) {
      case .success(let report): throw ConformanceFailure(description: "\(report)")
      case .failure(let failure): try requireEqual(failure.isBegun, true)
      }
      try await rig.plug()
      try await requirePrinted(job("a", longLines), on: rig)
      try requireEqual(
        try await rig.slips().last, ConformanceSlip(lines: longLines, isComplete: true))
    },
    Check("power that drops in the middle breaks the slip, which comes again") { rig in
      guard rig.knowledge.namesObstacles else {
        throw HandsMissing("a printer that tells nothing can't tell that it was off")
      }
      try await rig.afterLines(40, .dropPower)
      switch await print(job("a", longLines), on: rig) {
      case .success(let report): throw ConformanceFailure(description: "\(report)")
      case .failure(let failure): try requireEqual(failure.isBegun, true)
      }
      await rig.clock.sleep(for: .milliseconds(200))
      try await requirePrinted(job("a", longLines), on: rig)
      try requireEqual(
        try await rig.slips().last, ConformanceSlip(lines: longLines, isComplete: true))
    },
    Check("a printer that was off between two slips prints the second one") { rig in
      try await requirePrinted(job("a", shortLines), on: rig)
      try await rig.cyclePower()
      try await requirePrinted(job("b", longLines), on: rig)
      try requireEqual(try await rig.slips().map(\.lines), [shortLines, longLines])
    },
  ]

  /// Throws unless a piece came out, and behind it the whole slip.
  private static func requirePieceThenSlip(
    on rig: any ReceiptPrinterRig, file: StaticString = #fileID, line: UInt = #line
  ) async throws {
    let slips = try await rig.slips()
    try requireEqual(
      slips.last, ConformanceSlip(lines: longLines, isComplete: true), file: file, line: line)
    try requireEqual(slips.count, 2, file: file, line: line)
    let piece = slips.first
    try requireEqual(piece?.isComplete, false, file: file, line: line)
    let count = piece?.lines.count ?? 0
    try require(
      count > 0 && count < longLines.count && piece?.lines == Array(longLines.prefix(count)),
      "a piece of \(count) lines", file: file, line: line)
  }
}
