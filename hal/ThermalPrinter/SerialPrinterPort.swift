import EventLoop
import HAL
import SystemPackage

/// A printer at a serial line.
final class SerialPrinterPort: PrinterPort {
  /// Bytes that are written before the line DSR is looked at again: as much as a printer still
  /// takes after it has said stop.
  private static let pieceBytes = 128
  /// How often a line that says stop is looked at.
  private static let readyInterval = Duration.milliseconds(5)

  private let line: AsyncDescriptor
  private let loop: EventLoop
  private let baud: Int?
  private let watchesReadiness: Bool

  init(
    path: String, baud: Int?, flow: SerialPort.FlowControl, loop: EventLoop
  ) throws(Errno) {
    line = try SerialPort.open(path: path, baud: baud, flow: flow, loop: loop)
    self.loop = loop
    self.baud = baud
    watchesReadiness = flow == .dtrDSR
    // A line without modem lines is found out here, not in the middle of a slip.
    if watchesReadiness { _ = try SerialPort.isReadyForData(line) }
  }

  /// Ten bits a byte; 12 at the most, with pauses.
  func transmissionTime(byteCount: Int) -> Duration {
    baud.map { .milliseconds(byteCount * 12_000 / max(1, $0)) } ?? .zero
  }

  func read(timeout: Duration) async throws(Errno) -> [UInt8] {
    let bytes = try await line.read(timeout: timeout)
    if bytes.isEmpty { throw .brokenPipe }
    return bytes
  }

  func write(_ bytes: [UInt8], timeout: Duration) async throws(Errno) {
    let deadline = loop.uptime + timeout
    var rest = bytes[...]
    while !rest.isEmpty {
      if watchesReadiness { try await waitUntilReady(until: deadline) }
      let piece = watchesReadiness ? rest.prefix(Self.pieceBytes) : rest
      let count = try await line.writeSome(piece, timeout: max(.zero, deadline - loop.uptime))
      rest = rest.dropFirst(count)
    }
  }

  private func waitUntilReady(until deadline: Duration) async throws(Errno) {
    while try !SerialPort.isReadyForData(line) {
      guard loop.uptime < deadline else { throw .timedOut }
      await loop.sleep(for: Self.readyInterval)
    }
  }

  func close() { SerialPort.close(line) }
}
