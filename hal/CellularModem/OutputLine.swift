import CLinux
import Glibc
package import SystemPackage

/// A wire of the board that the firmware sets, such as a modem's power key.
package protocol OutputLine: AnyObject {
  /// Makes it active or inactive, whatever level that is.
  func set(isActive: Bool) throws(Errno)
}

/// A line of a GPIO chip, by the kernel's character device.
///
/// It is taken when it is first set and given back when this object ends; what level it has then is
/// the board's affair, so keys are set inactive before.
/// Source: Linux, Documentation/userspace-api/gpio/chardev.rst, version 2.
package final class GPIOLine: OutputLine {
  private let chip: String
  private let line: UInt32
  private let isActiveLow: Bool
  private var descriptor: FileDescriptor?

  /// Names a line of the chip at a path such as `/dev/gpiochip0`; nothing is opened yet.
  package init(chip: String, line: UInt32, isActiveLow: Bool) {
    self.chip = chip
    self.line = line
    self.isActiveLow = isActiveLow
  }

  deinit { try? descriptor?.close() }

  package func set(isActive: Bool) throws(Errno) {
    if let descriptor {
      guard gpio_line_set(descriptor.rawValue, isActive ? 1 : 0) == 0 else {
        throw Errno(rawValue: errno)
      }
      return
    }
    let raw = gpio_line_open(chip, line, isActiveLow ? 1 : 0, isActive ? 1 : 0)
    guard raw >= 0 else { throw Errno(rawValue: errno) }
    descriptor = FileDescriptor(rawValue: raw)
  }
}
