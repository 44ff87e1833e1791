import CLinux
import Glibc
package import SystemPackage

/// Opens a serial line: raw bytes, no modem control, no line of input editing, nobody else on it.
package enum SerialPort {
  /// How the far end says that it can take no more bytes.
  package enum FlowControl: String, Hashable, Sendable, CaseIterable {
    /// It does not.
    case none
    /// By the bytes 13 (stop) and 11 (go on).
    case xonXoff = "xonxoff"
    /// By the line CTS, watched by the UART.
    case rtsCTS = "rtscts"
    /// By the line DSR, which the driver has to watch (`isReadyForData`).
    case dtrDSR = "dtr"
  }

  /// Opens the device at `path`; `baud` is nil for lines without a speed, such as a pty.
  ///
  /// The line is locked against a second driver (TIOCEXCL, and flock, which holds against root
  /// too): then it throws `.resourceBusy`. Carrier and hang-up play no part (CLOCAL, no HUPCL).
  /// Close it by `close`.
  package static func open(
    path: String, baud: Int?, flow: FlowControl = .none, loop: EventLoop
  ) throws(Errno) -> AsyncDescriptor {
    let raw = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard raw >= 0 else { throw Errno(rawValue: errno) }
    let port = AsyncDescriptor(FileDescriptor(rawValue: raw), loop: loop)
    guard isatty(raw) != 0 else { throw Errno(rawValue: ENOTTY) }
    guard flock(raw, LOCK_EX | LOCK_NB) == 0 else { throw .resourceBusy }
    guard ioctl(raw, UInt(TIOCEXCL)) == 0 else { throw Errno(rawValue: errno) }
    try configure(raw) { settings in
      cfmakeraw(&settings)
      settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
      settings.c_cflag &= ~(tcflag_t(HUPCL) | tcflag_t(CRTSCTS))
      switch flow {
      case .none, .dtrDSR: break
      case .xonXoff: settings.c_iflag |= tcflag_t(IXON | IXOFF)
      case .rtsCTS: settings.c_cflag |= tcflag_t(CRTSCTS)
      }
    }
    if let baud { try setSpeed(of: port, to: baud) }
    return port
  }

  /// Whether the line DSR is set: the far end takes bytes.
  ///
  /// Throws where there is no such line, as on a pseudo terminal.
  package static func isReadyForData(_ port: AsyncDescriptor) throws(Errno) -> Bool {
    guard let descriptor = port.rawValue else { throw .badFileDescriptor }
    var lines: Int32 = 0
    guard device_control(descriptor, UInt(TIOCMGET), &lines) == 0 else {
      throw Errno(rawValue: errno)
    }
    return lines & Int32(TIOCM_DSR) != 0
  }

  /// Changes the speed of an open line.
  package static func setSpeed(of port: AsyncDescriptor, to baud: Int) throws(Errno) {
    guard let raw = port.rawValue else { throw .badFileDescriptor }
    guard let speed = constants.first(where: { $0.baud == baud })?.speed else {
      throw .invalidArgument
    }
    try configure(raw) { _ = cfsetspeed(&$0, speed_t(speed)) }
  }

  /// Gives the line back, to others too, and closes it.
  package static func close(_ port: AsyncDescriptor) {
    if let raw = port.rawValue { _ = ioctl(raw, UInt(TIOCNXCL)) }
    port.close()
  }

  /// The speeds that a profile may name.
  package static let speeds = constants.map(\.baud)

  private static let constants: [(baud: Int, speed: Int32)] = [
    (9600, B9600), (19_200, B19200), (38_400, B38400), (57_600, B57600),
    (115_200, B115200), (230_400, B230400), (460_800, B460800), (921_600, B921600),
  ]

  private static func configure(
    _ raw: Int32, _ change: (inout termios) -> Void
  ) throws(Errno) {
    var settings = termios()
    guard tcgetattr(raw, &settings) == 0 else { throw Errno(rawValue: errno) }
    change(&settings)
    guard tcsetattr(raw, TCSANOW, &settings) == 0 else { throw Errno(rawValue: errno) }
  }
}
