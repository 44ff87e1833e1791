import ESCPOS
import EventLoop
import HAL
import SystemPackage

/// A conversation with a printer over an open port.
///
/// Answers in real time, unasked reports and reports on what was printed come mixed; their fixed
/// bits tell them apart. Two answers in real time can't be told apart, so one question is out at a
/// time, and after one that was not answered the channel is given up.
final class PrinterChannel {
  /// Reads of what came while nobody listened; a printer that talks without end is not waited for.
  private static let settlingLimit = 64

  let port: any PrinterPort
  private let loop: EventLoop
  private var answer: UInt8?
  /// The first bytes of an unasked report whose others have not come yet.
  private var partial: [UInt8] = []
  /// What the printer last told unasked.
  private(set) var automatic: AutomaticStatusReport?
  private var hasNewAutomatic = false
  /// Reports on what was printed that have come and nobody has counted yet.
  private var reports = 0

  init(_ port: any PrinterPort, loop: EventLoop) {
    self.port = port
    self.loop = loop
  }

  func close() { port.close() }

  func send(_ bytes: [UInt8], until deadline: Duration) async throws(PrinterError) {
    do throws(Errno) {
      try await port.write(bytes, timeout: max(.zero, deadline - loop.uptime))
    } catch {
      throw PrinterError(error)
    }
  }

  /// Asks for a state by DLE EOT.
  func ask(_ kind: UInt8, until deadline: Duration) async throws(PrinterError) -> UInt8 {
    answer = nil
    try await send(ESCPOSCommand.realTimeStatus(kind).bytes, until: deadline)
    while true {
      if let answer = answer.take() { return answer }
      try await receive(until: deadline)
    }
  }

  /// Asks to be told every change (GS a), and waits for the report that comes at once.
  func askForAutomatic(until deadline: Duration) async throws(PrinterError) {
    hasNewAutomatic = false
    try await send(ESCPOSCommand.automaticStatus(0x0F).bytes, until: deadline)
    while !hasNewAutomatic { try await receive(until: deadline) }
  }

  /// Whether the printer answers what is asked behind the data (GS r); asked with nothing before.
  func answersBehindData(until deadline: Duration) async throws(PrinterError) -> Bool {
    try await send(ESCPOSCommand.sensorReport(1).bytes, until: deadline)
    do throws(PrinterError) {
      while !takeReport() { try await receive(until: deadline) }
      return true
    } catch .timedOut {
      return false
    }
  }

  /// Forgets what came on a line that was just opened.
  ///
  /// The line counts as empty when nothing comes for the time of `quiet`.
  func settle(quiet: Duration) async throws(PrinterError) {
    do throws(Errno) {
      for _ in 0..<Self.settlingLimit { _ = try await port.read(timeout: quiet) }
    } catch {
      if error != .timedOut { throw PrinterError(error) }
    }
    (answer, reports, partial, automatic) = (nil, 0, [], nil)
  }

  /// Begins another conversation on the same line; also finds a connection that has ended.
  func begin() async throws(PrinterError) {
    try await drain()
    (answer, reports) = (nil, 0)
  }

  /// Sorts what has come, without waiting.
  func drain() async throws(PrinterError) {
    do throws(Errno) {
      for _ in 0..<Self.settlingLimit { sort(try await port.read(timeout: .zero)) }
    } catch {
      if error != .timedOut { throw PrinterError(error) }
    }
  }

  /// Takes one report away; false when none has come.
  func takeReport() -> Bool {
    if reports == 0 { return false }
    reports -= 1
    return true
  }

  /// Waits for bytes and sorts them.
  func receive(until deadline: Duration) async throws(PrinterError) {
    let timeout = deadline - loop.uptime
    if timeout <= .zero { throw .timedOut }
    do throws(Errno) {
      sort(try await port.read(timeout: timeout))
    } catch {
      throw PrinterError(error)
    }
  }

  private func sort(_ bytes: [UInt8]) {
    for byte in bytes {
      if !partial.isEmpty || AutomaticStatusReport.isFirst(byte) {
        partial.append(byte)
        if partial.count == AutomaticStatusReport.byteCount { endAutomatic() }
      } else if PrinterStateReport(byte: byte) != nil {
        answer = byte
      } else if PaperSensorReport(byte: byte) != nil {
        reports += 1
      }
    }
  }

  private func endAutomatic() {
    if let report = AutomaticStatusReport(bytes: partial) {
      automatic = report
      hasNewAutomatic = true
    }
    partial = []
  }
}

extension PrinterError {
  /// What a failure of the line means.
  init(_ error: Errno) {
    switch error {
    case .timedOut: self = .timedOut
    case .noSpace: self = .paperOut  // said by the kernel's driver of USB printers
    default: self = .portUnavailable(code: error.rawValue)
    }
  }
}
