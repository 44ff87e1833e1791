package import HAL

/// What goes wrong with one call of a printer.
package enum PrinterFault: Hashable, Sendable {
  /// Nothing is begun, for this reason.
  case refuse(PrinterError)
  /// The slip is printed, and then said not to be: the proof was lost.
  case loseProof(PrinterError)
  /// The slip is printed, and the proof is weak.
  case weaken
  /// The answer comes later.
  case delay(Duration)
}

/// A printer of which some calls go wrong, by plan.
package final class FaultyPrinter: ReceiptPrinter {
  package var name: DeviceName { printer.name }
  package var columns: Int { printer.columns }

  private let printer: any ReceiptPrinter
  private let clock: any DeviceClock
  private var plan: FaultPlan<PrinterFault>

  /// Wraps a printer.
  package init(
    _ printer: any ReceiptPrinter, plan: FaultPlan<PrinterFault>, clock: any DeviceClock
  ) {
    self.printer = printer
    self.plan = plan
    self.clock = clock
  }

  package func status(timeout: Duration) async throws(PrinterError) -> PrinterStatus {
    switch plan.next() {
    case .refuse(let error), .loseProof(let error): throw error
    case .weaken: return PrinterStatus(evidence: .none)
    case .delay(let delay):
      await clock.sleep(for: min(delay, timeout))
      return try await printer.status(timeout: max(.zero, timeout - delay))
    case nil: return try await printer.status(timeout: timeout)
    }
  }

  package func print(_ job: PrintJob, timeout: Duration) async throws(PrintFailure) -> PrintReport {
    switch plan.next() {
    case .refuse(let error): throw PrintFailure(error, isBegun: false)
    case .loseProof(let error):
      _ = try await printer.print(job, timeout: timeout)
      throw PrintFailure(error, isBegun: true)
    case .weaken:
      var report = try await printer.print(job, timeout: timeout)
      report.proof = .weak
      return report
    case .delay(let delay):
      await clock.sleep(for: min(delay, timeout))
      return try await printer.print(job, timeout: max(.zero, timeout - delay))
    case nil: return try await printer.print(job, timeout: timeout)
    }
  }
}
