import EventLoop
import HAL
import SystemPackage

/// A printer at a serial line.
final class SerialPrinterPort: PrinterPort {
  /// Bytes that are written before the line DSR is looked at again: as much as a printer still
  /// takes after it has said stop.
  private static let pieceBytes = 128

  private let line: AsyncDescriptor
  private let loop: EventLoop
  private let baud: Int?
  private let watchesReadiness: Bool

  private init(_ line: AsyncDescriptor, baud: Int?, watchesReadiness: Bool, loop: EventLoop) {
    self.line = line
    self.baud = baud
    self.watchesReadiness = watchesReadiness
    self.loop = loop
  }

  static func open(
    path: String, baud: Int?, flow: SerialPort.FlowControl, loop: EventLoop, timeout: Duration
  ) async throws(Errno) -> SerialPrinterPort {
    let line = try await SerialPort.open(
      path: path, baud: baud, flow: flow, loop: loop, timeout: timeout)
    return SerialPrinterPort(line, baud: baud, watchesReadiness: flow == .dtrDSR, loop: loop)
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
      if watchesReadiness {
        try await SerialPort.waitUntilReadyForData(
          line, timeout: max(.zero, deadline - loop.uptime))
      }
      let piece = watchesReadiness ? rest.prefix(Self.pieceBytes) : rest
      let count = try await line.writeSome(piece, timeout: max(.zero, deadline - loop.uptime))
      rest = rest.dropFirst(count)
    }
  }

  func close() { SerialPort.close(line) }
}
