import EventLoop
import HAL
import MockDevices
import Testing

/// Printers whose calls go wrong by plan, and printers whose calls are reported.
@Suite struct WrappedPrinterTests {
  private static let job = PrintJob(
    PrintJobIdentifier("000001-000012-merchant"),
    PrintDocument([.text("6216", alignment: .left, size: .normal, isBold: false), .cut]))

  private static func outcome(
    of printer: any ReceiptPrinter
  ) async -> Result<PrintReport, PrintFailure> {
    do throws(PrintFailure) {
      return .success(try await printer.print(job, timeout: .seconds(5)))
    } catch {
      return .failure(error)
    }
  }

  @Test func `faults come as planned, and a lost proof leaves a slip behind`() throws {
    let (outcomes, slips) = EventLoop.run { loop in
      let mock = MockPrinter(name: DeviceName("printer"), clock: loop)
      let printer = FaultyPrinter(
        mock,
        plan: .scripted([
          .refuse(.paperOut), .loseProof(.timedOut), .weaken, .delay(.milliseconds(5)), nil,
        ]), clock: loop)
      var outcomes: [Result<PrintReport, PrintFailure>] = []
      for _ in 0..<5 { outcomes.append(await Self.outcome(of: printer)) }
      return (outcomes, mock.slips)
    }
    #expect(
      outcomes == [
        .failure(PrintFailure(.paperOut, isBegun: false)),
        .failure(PrintFailure(.timedOut, isBegun: true)),
        .success(PrintReport(proof: .weak)), .success(PrintReport(proof: .confirmed)),
        .success(PrintReport(proof: .confirmed)),
      ])
    #expect(slips.count == 4)
  }

  @Test func `a status can go wrong too`() {
    let (refused, weak, late) = EventLoop.run { loop in
      let mock = MockPrinter(name: DeviceName("printer"), clock: loop)
      let printer = FaultyPrinter(
        mock, plan: .scripted([.refuse(.coverOpen), .weaken, .delay(.milliseconds(1))]),
        clock: loop)
      func status() async -> Result<PrinterStatus, PrinterError> {
        do throws(PrinterError) {
          return .success(try await printer.status(timeout: .seconds(1)))
        } catch {
          return .failure(error)
        }
      }
      return (await status(), await status(), await status())
    }
    #expect(refused == .failure(.coverOpen))
    #expect(weak == .success(PrinterStatus(evidence: .none)))
    #expect(late == .success(PrinterStatus()))
  }

  @Test func `a trace tells calls and outcomes, and nothing of what is on the slip`() throws {
    let entries = EventLoop.run { loop in
      var entries: [DeviceTraceEntry] = []
      let mock = MockPrinter(name: DeviceName("printer"), clock: loop)
      let printer = TracingPrinter(mock, clock: loop) { entries.append($0) }
      _ = await Self.outcome(of: printer)
      mock.state.isPaperLow = true
      _ = try? await printer.status(timeout: .seconds(1))
      mock.state.isCoverOpen = true
      _ = await Self.outcome(of: printer)
      mock.isPlugged = false
      _ = try? await printer.status(timeout: .seconds(1))
      return entries
    }
    #expect(
      entries.map { "\($0.device): \($0.call): \($0.outcome)" } == [
        "printer: print 000001-000012-merchant, 2 elements: confirmed",
        "printer: status: ready, paper low",
        "printer: print 000001-000012-merchant, 2 elements: coverOpen, not begun",
        "printer: status: portUnavailable(code: 19)",
      ])
    #expect(!entries.contains { "\($0)".contains("6216") })
  }
}
