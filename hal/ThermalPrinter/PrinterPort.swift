import ESCPOS
import SystemPackage

/// A way to a printer that is open: bytes out, bytes in, each call for a limited time.
protocol PrinterPort: AnyObject {
  /// Whether others can use the printer only while this way is closed.
  var isExclusive: Bool { get }
  /// How long the way takes for so many bytes, where that counts.
  func transmissionTime(byteCount: Int) -> Duration
  /// Reads what has come, at least one byte; throws `.brokenPipe` when the printer has hung up.
  func read(timeout: Duration) async throws(Errno) -> [UInt8]
  /// Writes all bytes, or throws `.timedOut`.
  func write(_ bytes: [UInt8], timeout: Duration) async throws(Errno)
  /// What the port itself says; nil where it can't say anything, be the printer there or not.
  func status(timeout: Duration) async throws(Errno) -> PortStatus?
  /// Has the printer forget what it has not printed, where the port can; false where it can't.
  func reset(timeout: Duration) async throws(Errno) -> Bool
  /// Says that no more will come, and waits a little for the far end to say the same.
  func finish(timeout: Duration) async
  /// Closes the way at once.
  func close()
}

extension PrinterPort {
  var isExclusive: Bool { false }
  func transmissionTime(byteCount: Int) -> Duration { .zero }
  func status(timeout: Duration) async throws(Errno) -> PortStatus? { nil }
  func reset(timeout: Duration) async throws(Errno) -> Bool { false }
  func finish(timeout: Duration) async {}
}
