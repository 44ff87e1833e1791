import CLinux
package import EventLoop
import Glibc
package import MockDevices
package import SystemPackage

/// A serial line with an emulated device at its far end, for a driver that opens a path.
///
/// The path is that of a pseudo terminal: the driver opens, configures, reads and writes it as it
/// would a UART. `unplug` ends the line, as pulling a USB cable does.
package final class PseudoTerminal {
  /// What the driver opens.
  package let path: String
  private let pump: DescriptorPump
  /// Keeps the line up while no driver has it open.
  private var holder: FileDescriptor?
  private let link: String?
  /// The speed of the device's end; nil takes any.
  ///
  /// Bytes at another speed are garbled.
  package var baud: Int? {
    get { pump.baud }
    set { pump.baud = newValue }
  }

  /// Makes a line with `device` at its end, and a symbolic link to it when `link` names one.
  ///
  /// A link is what `/dev/serial/by-path` is on a board: it outlives the number of the terminal.
  package init(
    _ device: any EmulatedByteDevice, link: String? = nil, loop: EventLoop
  ) throws(Errno) {
    var near: Int32 = -1
    var far: Int32 = -1
    var settings = termios()
    cfmakeraw(&settings)
    guard openpty(&far, &near, nil, &settings, nil) == 0 else { throw Errno(rawValue: errno) }
    for end in [near, far] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    holder = FileDescriptor(rawValue: near)
    pump = DescriptorPump(FileDescriptor(rawValue: far), device: device, loop: loop)
    let name = try Self.name(of: near)
    self.link = link
    path = link ?? name
    if let link {
      Glibc.unlink(link)
      guard symlink(name, link) == 0 else { throw Errno(rawValue: errno) }
    }
    pump.start()
  }

  deinit { unplug() }

  /// Ends the line: whoever has it open is hung up, and the path is gone.
  package func unplug() {
    guard let holder = holder.take() else { return }
    pump.close()
    try? holder.close()
    if let link { Glibc.unlink(link) }
  }

  /// Does what the kernel does when the last program has let go of a line: nobody owns it any more.
  ///
  /// For a driver that was killed; here the line stays open at the device's end.
  package func forgetOwner() {
    if let holder { _ = ioctl(holder.rawValue, UInt(TIOCNXCL)) }
  }

  private static func name(of terminal: Int32) throws(Errno) -> String {
    var name = [CChar](repeating: 0, count: 128)
    let failure = ttyname_r(terminal, &name, name.count)
    guard failure == 0 else { throw Errno(rawValue: failure) }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
