import Foundation
import Synchronization

/// A printer behind the kernel's driver: a node such as `/dev/usb/lp3`, and what ioctl says of it.
///
/// Only beneath `usbmockd`. Whoever made it puts at `nodePath` what the node's bytes go to, such as
/// a pseudo terminal.
package final class MockedPrinterLine: Sendable {
  private static let freeNumbers = Mutex(Set(0...15))

  private let number: Int
  private let control: MockedUSBControl

  /// What a driver opens.
  package var path: String { "/dev/usb/lp\(number)" }
  /// Where that is found on the disk.
  package let nodePath: String

  /// Makes a line whose port says that all is well.
  package init() throws {
    control = try MockedUSBControl()
    guard let root = ProcessInfo.processInfo.environment["UMOCKDEV_DIR"],
      let number = Self.freeNumbers.withLock({ numbers in
        numbers.min().map { numbers.remove($0) } ?? nil
      })
    else { throw MockedUSBBus.Failure(description: "no free line, or not beneath usbmockd") }
    self.number = number
    nodePath = "\(root)/dev/usb/lp\(number)"
    try FileManager.default.createDirectory(
      atPath: "\(root)/dev/usb", withIntermediateDirectories: true)
    try control.send("line \(number)")
  }

  deinit {
    try? FileManager.default.removeItem(atPath: nodePath)
    Self.freeNumbers.withLock { _ = $0.insert(number) }
  }

  /// What the port says from now on; nil for a device that is gone.
  package func setStatus(_ bits: UInt8?) throws {
    try control.send("line-status \(number) \(bits.map { String($0, radix: 16) } ?? "-")")
  }

  /// Makes the question for the port's state take so long, as a printer that hangs does.
  package func delayStatus(milliseconds: Int) throws {
    try control.send("line-delay \(number) \(milliseconds)")
  }

  /// Whether the driver asked that writes fail when the paper is out (LPABORT).
  package func failsWithoutPaper() throws -> Bool {
    try control.send("line-state \(number)") == "aborts 1"
  }
}
