import EmulatedPorts
import EventLoop
import HAL
import MockDevices
import ThermalPrinter

/// How a test says what came of a slip.
typealias Outcome = Result<PrintReport, PrintFailure>

/// A printer, its line and its driver, on one loop.
final class Counter {
  enum Way: CaseIterable { case terminal, tcp }

  let loop: EventLoop
  let printer: EmulatedPrinter
  let driver: ESCPOSPrinter
  private let line: AnyObject
  private let hangUpLine: () -> Void
  private var jobCount = 0

  init(
    _ loop: EventLoop, _ way: Way = .terminal, _ profile: PrinterProfile? = nil,
    model: EmulatedPrinterModel? = nil
  ) throws {
    self.loop = loop
    let profile = profile ?? .quick
    printer = EmulatedPrinter(model ?? EmulatedPrinterModel(dots: profile.dots), clock: loop)
    let address: PrinterAddress
    switch way {
    case .terminal:
      let terminal = try PseudoTerminal(printer, loop: loop)
      (line, hangUpLine) = (terminal, { terminal.unplug() })
      address = .serial(path: terminal.path, baud: nil, flow: .none)
    case .tcp:
      let port = try ListeningPort(printer, loop: loop)
      (line, hangUpLine) = (port, { port.hangUp() })
      address = .tcp(host: "127.0.0.1", port: port.number ?? 0)
    }
    driver = ESCPOSPrinter(
      name: DeviceName("printer"), at: address, profile: profile, loop: loop)
  }

  func hangUp() { hangUpLine() }

  /// Prints a slip; each call is a job of its own unless it is named.
  func print(
    _ document: PrintDocument, as job: String? = nil, mayFollowPiece: Bool = false,
    timeout: Duration = .seconds(20)
  ) async -> Outcome {
    jobCount += 1
    let job = PrintJob(
      PrintJobIdentifier(job ?? "job-\(jobCount)"), document, mayFollowPiece: mayFollowPiece)
    do throws(PrintFailure) {
      return .success(try await driver.print(job, timeout: timeout))
    } catch {
      return .failure(error)
    }
  }

  func status() async -> Result<PrinterStatus, PrinterError> {
    do throws(PrinterError) {
      return .success(try await driver.status(timeout: .seconds(20)))
    } catch {
      return .failure(error)
    }
  }
}

extension PrinterProfile {
  /// Waits as short as a busy machine allows, so that the tests do not.
  static var quick: PrinterProfile {
    var profile = PrinterProfile()
    profile.millimetresPerSecond = 100_000
    profile.answerPatience = .milliseconds(400)
    profile.reportPatience = .milliseconds(400)
    profile.coolingInterval = .milliseconds(5)
    return profile
  }

  /// The same with changes.
  static func quick(_ change: (inout PrinterProfile) -> Void) -> PrinterProfile {
    var profile = quick
    change(&profile)
    return profile
  }
}

extension EmulatedPrinterModel {
  /// A whole printer with changes.
  static func with(_ change: (inout EmulatedPrinterModel) -> Void) -> EmulatedPrinterModel {
    var model = EmulatedPrinterModel()
    change(&model)
    return model
  }
}

extension Outcome {
  static let confirmed = Outcome.success(PrintReport(proof: .confirmed))
  static let weak = Outcome.success(PrintReport(proof: .weak))

  static func failed(_ reason: PrinterError, isBegun: Bool) -> Outcome {
    .failure(PrintFailure(reason, isBegun: isBegun))
  }
}

/// Slips that the tests print.
enum SampleSlip {
  static let short = PrintDocument([
    .text("银联POS签购单", alignment: .center, size: .double, isBold: true), .rule,
    .pair("商户名称", "联机测试商户"), .text("RMB 123.45", alignment: .right, size: .tall, isBold: false),
    .qrCode("N21"), .feed(lines: 2),
    .text("测试😀,凭证无效", alignment: .left, size: .normal, isBold: false),
    .cut,
  ])
  static let shortText = [
    "银联POS签购单", String(repeating: "-", count: 32), "商户名称            联机测试商户", "RMB 123.45",
    "[QR N21]", "测试?,凭证无效",
  ]
  /// Long enough for several chunks.
  static let long = PrintDocument(
    (1...100).map { .pair("第\($0)行", "\($0 * 100).00") } + [.cut])

  static func text(_ text: String) -> PrintDocument.Element {
    .text(text, alignment: .left, size: .normal, isBold: false)
  }
}
