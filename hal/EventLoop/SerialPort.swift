import Glibc
package import SystemPackage

/// Opens a serial line: raw bytes, no modem control, no line of input editing.
package enum SerialPort {
  /// Opens the device at `path`; `baud` is nil for lines without a speed, such as a pty.
  package static func open(
    path: String, baud: Int?, loop: EventLoop
  ) throws(Errno) -> AsyncDescriptor {
    let raw = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard raw >= 0 else { throw Errno(rawValue: errno) }
    let port = AsyncDescriptor(FileDescriptor(rawValue: raw), loop: loop)
    var settings = termios()
    guard tcgetattr(raw, &settings) == 0 else { throw Errno(rawValue: errno) }
    cfmakeraw(&settings)
    settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
    settings.c_cflag &= ~tcflag_t(HUPCL)
    if let baud {
      guard let speed = speed(baud) else { throw .invalidArgument }
      cfsetspeed(&settings, speed)
    }
    guard tcsetattr(raw, TCSANOW, &settings) == 0 else { throw Errno(rawValue: errno) }
    return port
  }

  /// The speeds that a profile may name.
  package static let speeds = [9600, 19_200, 38_400, 57_600, 115_200]

  private static func speed(_ baud: Int) -> speed_t? {
    switch baud {
    case 9600: speed_t(B9600)
    case 19_200: speed_t(B19200)
    case 38_400: speed_t(B38400)
    case 57_600: speed_t(B57600)
    case 115_200: speed_t(B115200)
    default: nil
    }
  }
}
