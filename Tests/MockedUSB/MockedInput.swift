import CLinux
import Dispatch
import Foundation
import Synchronization

/// An input device such as a keypad: a node `/dev/input/eventN`, and what ioctl says of it.
///
/// Only beneath `usbmockd`. The node is a pseudo terminal, which ends as a device does that is
/// pulled: with an error.
package final class MockedInput: Sendable {
  private static let freeNumbers = Mutex(Set(0...63))
  /// How long a reader may leave everything unread.
  private static let patience = Duration.seconds(1)
  private static let pause = Duration.milliseconds(1)

  private let number: Int
  private let name: String
  private let control: MockedUSBControl
  private let root: String
  /// Both ends of the line, -1 when it is not plugged in: the device's, and one that keeps the line
  /// up while no driver has it open.
  private let ends = Mutex<(near: Int32, far: Int32)>((-1, -1))
  /// The line is short: who types much has to wait for the reader.
  private let sending = DispatchQueue(label: "mocked input")

  /// A link that stays, as udev makes it.
  package var linkPath: String { "/dev/input/by-path/platform-mocked\(number)-event-kbd" }

  /// Makes a device of this name; it is not plugged in.
  package init(name: String) throws {
    control = try MockedUSBControl()
    guard let root = ProcessInfo.processInfo.environment["UMOCKDEV_DIR"],
      let number = Self.freeNumbers.withLock({ numbers in
        numbers.min().map { numbers.remove($0) } ?? nil
      })
    else { throw MockedUSBBus.Failure(description: "no free input, or not beneath usbmockd") }
    self.root = root
    self.number = number
    self.name = name
    try control.send("input \(number) \(name)")
  }

  deinit {
    unplug()
    Self.freeNumbers.withLock { _ = $0.insert(number) }
  }

  /// Makes the node, and the link to it.
  package func plug() throws {
    try FileManager.default.createDirectory(
      atPath: "\(root)/dev/input/by-path", withIntermediateDirectories: true)
    try control.send("input \(number) \(name)")
    var (near, far): (Int32, Int32) = (-1, -1)
    var settings = termios()
    cfmakeraw(&settings)
    var path = [CChar](repeating: 0, count: 64)
    guard openpty(&far, &near, &path, &settings, nil) == 0 else {
      throw MockedUSBBus.Failure(description: "no pseudo terminal, errno \(errno)")
    }
    for end in [near, far] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(far, F_SETFL, O_NONBLOCK)
    ends.withLock { $0 = (near, far) }
    let terminal = path.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    symlink(terminal, nodePath)
    symlink("../event\(number)", root + linkPath)
  }

  /// Takes node and link away, and ends the line.
  package func unplug() {
    unlink(root + linkPath)
    unlink(nodePath)
    ends.withLock { ends in
      for end in [ends.near, ends.far] where end >= 0 { close(end) }
      ends = (-1, -1)
    }
  }

  /// Hands bytes to whoever reads the device: whole `struct input_event`s.
  ///
  /// What a reader leaves unread for too long is lost, as it is in the kernel.
  package func send(_ bytes: [UInt8]) {
    let line = ends.withLock { $0.far }
    sending.async { [self] in
      var rest = bytes[...]
      var patience = Self.patience
      while !rest.isEmpty, patience > .zero, let count = write(rest, on: line) {
        rest = rest.dropFirst(count)
        patience = count > 0 ? Self.patience : patience - Self.pause
        if count == 0 { usleep(1000) }
      }
    }
  }

  /// How many bytes the line took; nil when it is not the one that is plugged in.
  private func write(_ bytes: ArraySlice<UInt8>, on line: Int32) -> Int? {
    ends.withLock { ends in
      guard ends.far == line, line >= 0 else { return nil }
      return max(0, bytes.withUnsafeBytes { Glibc.write(line, $0.baseAddress, $0.count) })
    }
  }

  /// What a driver wrote to the device since the last call.
  package func taken() -> [UInt8] {
    ends.withLock { ends in
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(ends.far, &bytes, bytes.count)
      return Array(bytes.prefix(max(0, count)))
    }
  }

  /// Whether a driver has it for itself.
  package func isGrabbed() throws -> Bool {
    try control.send("input-state \(number)") == "grabbed 1"
  }

  /// Has another program hold it, or let go of it.
  package func setHeld(_ isHeld: Bool) throws {
    try control.send("input-held \(number) \(isHeld ? 1 : 0)")
  }

  /// Makes it take so long to be grabbed, as a device does that has to be woken.
  package func delayGrabs(milliseconds: Int) throws {
    try control.send("input-delay \(number) \(milliseconds)")
  }

  private var nodePath: String { "\(root)/dev/input/event\(number)" }
}
