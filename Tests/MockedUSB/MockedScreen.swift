import Foundation
import Synchronization

/// A framebuffer: a node `/dev/fbN` that is a file, and what ioctl says of it.
///
/// Only beneath `usbmockd`.
package final class MockedScreen: Sendable {
  private static let freeNumbers = Mutex(Set(0...63))

  private let number: Int
  private let control: MockedUSBControl
  private let nodePath: String
  private let shape: String
  private let memoryLength: Int

  /// What a driver opens.
  package var path: String { "/dev/fb\(number)" }

  /// Describes a screen; it is not plugged in.
  ///
  /// Pixels of 16 bits are RGB 5-6-5, of 24 and 32 BGR in memory, of one bit light where set.
  package init(width: Int, height: Int, bitsPerPixel: Int, lineLength: Int? = nil) throws {
    control = try MockedUSBControl()
    guard let root = ProcessInfo.processInfo.environment["UMOCKDEV_DIR"],
      let number = Self.freeNumbers.withLock({ numbers in
        numbers.min().map { numbers.remove($0) } ?? nil
      })
    else { throw MockedUSBBus.Failure(description: "no free screen, or not beneath usbmockd") }
    self.number = number
    nodePath = "\(root)/dev/fb\(number)"
    try FileManager.default.createDirectory(
      atPath: "\(root)/dev", withIntermediateDirectories: true)
    let line = lineLength ?? (width * bitsPerPixel + 7) / 8
    memoryLength = line * height
    shape = "\(width) \(height) \(bitsPerPixel) \(line) \(memoryLength)"
  }

  deinit {
    try? FileManager.default.removeItem(atPath: nodePath)
    Self.freeNumbers.withLock { _ = $0.insert(number) }
  }

  /// Makes the node, its memory all zero.
  package func plug() throws {
    try control.send("screen \(number) \(shape)")
    try? FileManager.default.removeItem(atPath: nodePath)
    try Data(repeating: 0, count: memoryLength).write(to: URL(filePath: nodePath + ".new"))
    guard chmod(nodePath + ".new", 0o1666) == 0, rename(nodePath + ".new", nodePath) == 0 else {
      throw MockedUSBBus.Failure(description: "no node \(nodePath), errno \(errno)")
    }
  }

  /// Takes the node away.
  package func unplug() throws {
    try control.send("screen-gone \(number)")
    try FileManager.default.removeItem(atPath: nodePath)
  }

  /// What is in its memory; nothing when it is not plugged in.
  package var memory: [UInt8] {
    FileManager.default.contents(atPath: nodePath).map(Array.init) ?? []
  }

  /// Fills its memory, behind the driver's back.
  package func fill(with byte: UInt8) throws {
    let handle = try FileHandle(forUpdating: URL(filePath: nodePath))
    try handle.write(contentsOf: Data(repeating: byte, count: memoryLength))
    try handle.close()
  }
}
