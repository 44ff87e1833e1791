import HAL

/// What every printer of slips must do.
package enum ReceiptPrinterConformance {
  /// One thing that must hold.
  package typealias Check = ConformanceCheck<any ReceiptPrinterRig>

  /// All of them.
  package static let checks = slips + refusals + interruptions + losses + deadlines

  /// How long a call may take at most: the drivers' own patience is shorter.
  static let timeout = Duration.seconds(20)

  static let shortLines = ["LIANJI CONFORMANCE", "联机 一致性测试", "RMB 123.45"]
  /// More than any printer keeps: some of it is not sent while the beginning is printed.
  static let longLines = (1...300).map { "LINE \(1000 + $0) ................." }

  static func job(_ name: String, _ lines: [String], mayFollowPiece: Bool = false) -> PrintJob {
    PrintJob(
      PrintJobIdentifier(name),
      PrintDocument(
        lines.map { .text($0, alignment: .left, size: .normal, isBold: false) } + [.cut]),
      mayFollowPiece: mayFollowPiece)
  }

  /// What came of a slip.
  static func print(
    _ job: PrintJob, on rig: any ReceiptPrinterRig, timeout: Duration = timeout
  ) async -> Result<PrintReport, PrintFailure> {
    do throws(PrintFailure) {
      return .success(try await rig.printer.print(job, timeout: timeout))
    } catch {
      return .failure(error)
    }
  }

  /// Throws unless the slip came out, with a proof where the printer has one.
  static func requirePrinted(
    _ job: PrintJob, on rig: any ReceiptPrinterRig, file: StaticString = #fileID,
    line: UInt = #line
  ) async throws {
    switch await print(job, on: rig) {
    case .success(let report):
      let expected: PrintProof = rig.knowledge.provesSlips ? .confirmed : .weak
      try requireEqual(report.proof, expected, file: file, line: line)
    case .failure(let failure):
      throw ConformanceFailure(description: "\(failure) (\(file):\(line))")
    }
  }

  /// Throws unless printing fails for one of the reasons; only a printer that tells can be tried.
  static func requireFailure(
    _ job: PrintJob, _ reasons: [PrinterError], isBegun: Bool, on rig: any ReceiptPrinterRig,
    file: StaticString = #fileID, line: UInt = #line
  ) async throws {
    guard rig.knowledge.namesObstacles else {
      throw HandsMissing("the printer does not tell what keeps it from printing")
    }
    switch await print(job, on: rig) {
    case .success(let report):
      throw ConformanceFailure(description: "\(report), no failure (\(file):\(line))")
    case .failure(let failure):
      try requireEqual(failure.isBegun, isBegun, file: file, line: line)
      try require(
        reasons.contains(failure.reason), "\(failure.reason), none of \(reasons)", file: file,
        line: line)
    }
  }

  /// Throws unless the last slip is this one, whole, and no other whole one came out.
  static func requireOneSlip(
    _ lines: [String], on rig: any ReceiptPrinterRig, file: StaticString = #fileID,
    line: UInt = #line
  ) async throws {
    let slips = try await rig.slips()
    try requireEqual(
      slips.last, ConformanceSlip(lines: lines, isComplete: true), file: file, line: line)
    try requireEqual(slips.count { $0.lines == lines }, 1, file: file, line: line)
  }
}
