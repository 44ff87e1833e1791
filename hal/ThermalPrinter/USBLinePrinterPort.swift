import CLinux
import ESCPOS
import EventLoop
import Glibc
import HAL
import SystemPackage

/// A USB printer behind the kernel's driver (usblp).
///
/// Its writes would block for as long as the printer takes nothing; so nothing here blocks, and the
/// driver is told to fail (ENOSPC) when the paper is out.
/// Source: Linux, drivers/usb/class/usblp.c and include/uapi/linux/lp.h.
final class USBLinePrinterPort: PrinterPort {
  private static let abortOnError: UInt = 0x0604  // LPABORT
  private static let getStatus: UInt = 0x060B  // LPGETSTATUS
  /// How long to wait when the driver says that there is something to read, and there is not.
  private static let emptyReadInterval = Duration.milliseconds(20)

  private let line: AsyncDescriptor
  private let loop: EventLoop

  init(path: String, loop: EventLoop) throws(Errno) {
    let raw = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard raw >= 0 else { throw Errno(rawValue: errno) }
    line = AsyncDescriptor(FileDescriptor(rawValue: raw), loop: loop)
    self.loop = loop
    guard device_command(raw, Self.abortOnError, 1) == 0 else { throw Errno(rawValue: errno) }
  }

  func read(timeout: Duration) async throws(Errno) -> [UInt8] {
    let deadline = loop.uptime + timeout
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
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = try await line.writeSome(rest, timeout: max(.zero, deadline - loop.uptime))
      rest = rest.dropFirst(count)
    }
  }

  func status(timeout: Duration) async throws(Errno) -> PortStatus? {
    guard let descriptor = line.rawValue else { throw .badFileDescriptor }
    var bits: Int32 = 0
    guard device_control(descriptor, Self.getStatus, &bits) == 0 else {
      throw Errno(rawValue: errno)
    }
    return PortStatus(rawValue: UInt8(truncatingIfNeeded: bits))
  }

  func close() { line.close() }
}
