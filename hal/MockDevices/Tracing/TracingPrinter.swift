package import HAL

/// A printer whose calls are reported; what stands on a slip is not.
package final class TracingPrinter: ReceiptPrinter {
  package var name: DeviceName { printer.name }
  package var columns: Int { printer.columns }

  private let printer: any ReceiptPrinter
  private let clock: any DeviceClock
  private let trace: DeviceTrace

  /// Wraps a printer.
  package init(
    _ printer: any ReceiptPrinter, clock: any DeviceClock, trace: @escaping DeviceTrace
  ) {
    self.printer = printer
    self.clock = clock
    self.trace = trace
  }

  package func status(timeout: Duration) async throws(PrinterError) -> PrinterStatus {
    let begin = clock.uptime
    do throws(PrinterError) {
      let status = try await printer.status(timeout: timeout)
      let word = status.obstacle.map { "\($0)" } ?? "ready"
      report("status", since: begin, status.isPaperLow ? "\(word), paper low" : word)
      return status
    } catch {
      report("status", since: begin, "\(error)")
      throw error
    }
  }

  package func print(_ job: PrintJob, timeout: Duration) async throws(PrintFailure) -> PrintReport {
    let begin = clock.uptime
    let call = "print \(job.identifier), \(job.document.elements.count) elements"
    do throws(PrintFailure) {
      let result = try await printer.print(job, timeout: timeout)
      report(
        call, since: begin, result.isPaperLow ? "\(result.proof), paper low" : "\(result.proof)")
      return result
    } catch {
      report(call, since: begin, "\(error.reason), \(error.isBegun ? "begun" : "not begun")")
      throw error
    }
  }

  private func report(_ call: String, since begin: Duration, _ outcome: String) {
    trace(
      DeviceTraceEntry(
        device: name, begin: begin, duration: clock.uptime - begin, call: call, outcome: outcome))
  }
}
