import CLinux
import ESCPOS
import EventLoop
import Glibc
import HAL
import SystemPackage

/// A USB printer behind the kernel's driver (usblp).
///
/// Its writes would block for as long as the printer takes nothing; so none of them waits, and the
/// driver is told to fail (ENOSPC) when the paper is out. To open it may wake the printer, and the
/// question for its state waits up to five seconds for one that hangs: both are on a thread. While
/// that question is out the kernel lets nobody read or write, so nobody tries.
/// Source: Linux, drivers/usb/class/usblp.c and include/uapi/linux/lp.h.
final class USBLinePrinterPort: PrinterPort {
  private static let abortOnError: UInt = 0x0604  // LPABORT
  private static let getStatus: UInt = 0x060B  // LPGETSTATUS
  /// How long to wait when the driver says that there is something to read, and there is not.
  private static let emptyReadInterval = Duration.milliseconds(20)

  private let line: AsyncDescriptor
  private let loop: EventLoop
  /// The question for the state that has not come back yet.
  private var question: BlockingCall<Result<PortStatus, Errno>>?

  private init(_ line: AsyncDescriptor, loop: EventLoop) {
    self.line = line
    self.loop = loop
  }

  static func open(
    path: String, loop: EventLoop, timeout: Duration
  ) async throws(Errno) -> USBLinePrinterPort {
    let line = try await AsyncDescriptor.open(loop: loop, timeout: timeout) {
      let raw = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
      guard raw >= 0 else { return .failure(Errno(rawValue: errno)) }
      if device_command(raw, abortOnError, 1) == 0 { return .success(raw) }
      let failure = Errno(rawValue: errno)
      Glibc.close(raw)
      return .failure(failure)
    }
    return USBLinePrinterPort(line, loop: loop)
  }

  func read(timeout: Duration) async throws(Errno) -> [UInt8] {
    let deadline = loop.uptime + timeout
    try await endQuestion(until: deadline)
    while true {
      let bytes = try await line.read(timeout: max(.zero, deadline - loop.uptime))
      if !bytes.isEmpty { return bytes }
      // An empty packet is no end of anything.
      guard loop.uptime < deadline else { throw .timedOut }
      await loop.sleep(for: Self.emptyReadInterval)
    }
  }

  func write(_ bytes: [UInt8], timeout: Duration) async throws(Errno) {
    let deadline = loop.uptime + timeout
    try await endQuestion(until: deadline)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = try await line.writeSome(rest, timeout: max(.zero, deadline - loop.uptime))
      rest = rest.dropFirst(count)
    }
  }

  func status(timeout: Duration) async throws(Errno) -> PortStatus? {
    let deadline = loop.uptime + timeout
    try await endQuestion(until: deadline)
    let question = try line.call { raw -> Result<PortStatus, Errno> in
      var bits: Int32 = 0
      guard device_control(raw, Self.getStatus, &bits) == 0 else {
        return .failure(Errno(rawValue: errno))
      }
      return .success(PortStatus(rawValue: UInt8(truncatingIfNeeded: bits)))
    }
    self.question = question
    try await endQuestion(until: deadline)
    return try question.value?.get()
  }

  /// Waits until no question is out; throws `.timedOut`.
  private func endQuestion(until deadline: Duration) async throws(Errno) {
    guard let question else { return }
    let answer = await question.value(timeout: max(.zero, deadline - loop.uptime))
    guard answer != nil else { throw .timedOut }
    self.question = nil
  }

  func close() { line.close() }
}
