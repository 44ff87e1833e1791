import ESCPOS
import EventLoop
import HAL
import SystemPackage

/// An open way to a printer: bytes out, one-byte answers in.
///
/// Answers in real time and reports on what was printed come mixed; their fixed bits tell them
/// apart. Two answers in real time can't be told apart, so one question is out at a time, and after
/// one that was not answered the channel is given up.
final class PrinterChannel {
  /// Reads of what came while nobody listened; a printer that talks without end is not waited for.
  private static let settlingLimit = 64
  /// Bytes of an automatic status behind its first one (GS a).
  private static let automaticStatusTail = 3

  private let port: AsyncDescriptor
  private let loop: EventLoop
  private var answer: UInt8?
  private var skipping = 0
  /// Reports on what was printed that have come and nobody has counted yet.
  private(set) var reports = 0

  init(_ port: AsyncDescriptor, loop: EventLoop) {
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

  /// Forgets what came from an earlier conversation; also finds a connection that has ended.
  ///
  /// The line counts as empty when nothing comes for the time of `quiet`.
  func settle(quiet: Duration) async throws(PrinterError) {
    do throws(Errno) {
      for _ in 0..<Self.settlingLimit {
        if try await port.read(timeout: quiet).isEmpty { throw .brokenPipe }
      }
    } catch {
      if error != .timedOut { throw PrinterError(error) }
    }
    (answer, reports, skipping) = (nil, 0, 0)
  }

  /// Takes one report away; false when none has come.
  func takeReport() -> Bool {
    if reports == 0 { return false }
    reports -= 1
    return true
  }

  /// Waits for bytes and sorts them.
  func receive(until deadline: Duration) async throws(PrinterError) {
    do throws(Errno) {
      let timeout = deadline - loop.uptime
      if timeout <= .zero { throw .timedOut }
      let bytes = try await port.read(timeout: timeout)
      if bytes.isEmpty { throw .brokenPipe }
      for byte in bytes { sort(byte) }
    } catch {
      throw PrinterError(error)
    }
  }

  private func sort(_ byte: UInt8) {
    if skipping > 0 {
      skipping -= 1
    } else if PrinterStateReport(byte: byte) != nil {
      answer = byte
    } else if byte & 0x93 == 0x10 {
      skipping = Self.automaticStatusTail
    } else if PaperSensorReport(byte: byte) != nil {
      reports += 1
    }
  }
}

extension PrinterError {
  /// What a failure of the line means.
  init(_ error: Errno) {
    self = error == .timedOut ? .timedOut : .portUnavailable(code: error.rawValue)
  }
}
