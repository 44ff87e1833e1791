import Foundation
import Synchronization

/// A serial adapter on USB: a node such as `/dev/ttyUSB3`, and what ioctl says of its lines.
///
/// Only beneath `usbmockd`. Whoever made it puts a pseudo terminal at `nodePath`.
package final class MockedSerialAdapter: Sendable {
  private static let freeNumbers = Mutex(Set(0...15))
  /// TIOCM_DSR.
  private static let dataSetReady = 0x100

  private let number: Int
  private let control: MockedUSBControl

  /// What a driver opens.
  package var path: String { "/dev/ttyUSB\(number)" }
  /// Where that is found on the disk.
  package let nodePath: String

  /// Makes an adapter whose line DSR is set.
  package init() throws {
    control = try MockedUSBControl()
    guard let root = ProcessInfo.processInfo.environment["UMOCKDEV_DIR"],
      let number = Self.freeNumbers.withLock({ numbers in
        numbers.min().map { numbers.remove($0) } ?? nil
      })
    else { throw MockedUSBBus.Failure(description: "no free adapter, or not beneath usbmockd") }
    self.number = number
    nodePath = "\(root)/dev/ttyUSB\(number)"
    try FileManager.default.createDirectory(
      atPath: "\(root)/dev", withIntermediateDirectories: true)
    try control.send("serial \(number)")
  }

  deinit {
    try? FileManager.default.removeItem(atPath: nodePath)
    Self.freeNumbers.withLock { _ = $0.insert(number) }
  }

  /// Sets the line DSR, or takes it away.
  package func setReady(_ isReady: Bool) throws {
    let lines = isReady ? Self.dataSetReady : 0
    try control.send("serial-status \(number) \(String(lines, radix: 16))")
  }

  /// Makes each question for the lines take so long, as an adapter that hangs does.
  package func delayLines(milliseconds: Int) throws {
    try control.send("serial-delay \(number) \(milliseconds)")
  }
}
