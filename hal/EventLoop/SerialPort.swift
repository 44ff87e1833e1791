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
    /// By the line DSR, which the driver has to watch (`waitUntilReadyForData`).
    case dtrDSR = "dtr"
  }

  /// How often a line that says stop is looked at.
  private static let readyIntervalMilliseconds: Int32 = 5
  /// How often a line that somebody else holds is tried again before that is said.
  private static let busyLookLimit = 20

  /// Opens the device at `path`; `baud` is nil for lines without a speed, such as a pty.
  ///
  /// The line is locked against a second driver (TIOCEXCL, and flock, which holds against root
  /// too): then it throws `.resourceBusy`. Carrier and hang-up play no part (CLOCAL, no HUPCL).
  /// An adapter on USB is spoken to by this, and may not answer: so it is done on a thread, and
  /// throws `.timedOut`. Close it by `close`.
  package static func open(
    path: String, baud: Int?, flow: FlowControl = .none, loop: EventLoop, timeout: Duration
  ) async throws(Errno) -> AsyncDescriptor {
    try await AsyncDescriptor.open(loop: loop, timeout: timeout) {
      var result = openOnce(path, baud: baud, flow: flow)
      // An earlier call whose time was over may just be giving the line back.
      for _ in 0..<busyLookLimit where result == .failure(.resourceBusy) {
        DriverThread.pause(milliseconds: readyIntervalMilliseconds)
        result = openOnce(path, baud: baud, flow: flow)
      }
      return result
    }
  }

  private static func openOnce(
    _ path: String, baud: Int?, flow: FlowControl
  ) -> Result<Int32, Errno> {
    let raw = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard raw >= 0 else { return .failure(Errno(rawValue: errno)) }
    do throws(Errno) {
      try setUp(raw, baud: baud, flow: flow)
      return .success(raw)
    } catch {
      Glibc.close(raw)
      return .failure(error)
    }
  }

  private static func setUp(_ raw: Int32, baud: Int?, flow: FlowControl) throws(Errno) {
    guard isatty(raw) != 0 else { throw Errno(rawValue: ENOTTY) }
    guard flock(raw, LOCK_EX | LOCK_NB) == 0 else { throw .resourceBusy }
    guard ioctl(raw, UInt(TIOCEXCL)) == 0 else { throw Errno(rawValue: errno) }
    // A line without modem lines is found out here, not in the middle of a slip.
    if flow == .dtrDSR { _ = try isReady(raw) }
    let speed = try baud.map(speed)
    try configure(raw) { settings in
      cfmakeraw(&settings)
      settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
      settings.c_cflag &= ~(tcflag_t(HUPCL) | tcflag_t(CRTSCTS))
      switch flow {
      case .none, .dtrDSR: break
      case .xonXoff: settings.c_iflag |= tcflag_t(IXON | IXOFF)
      case .rtsCTS: settings.c_cflag |= tcflag_t(CRTSCTS)
      }
      if let speed { _ = cfsetspeed(&settings, speed) }
    }
  }

  /// Waits until the line DSR is set: the far end takes bytes.
  ///
  /// An adapter on USB is asked on each look, so the looking is done on a thread, until it is set
  /// or the time is over: then it throws `.timedOut`. Throws where there is no such line, as on a
  /// pseudo terminal.
  package static func waitUntilReadyForData(
    _ port: AsyncDescriptor, timeout: Duration
  ) async throws(Errno) {
    let end = port.loop.uptime + timeout
    let looks = max(1, timeout / .milliseconds(Int64(readyIntervalMilliseconds)))
    let call = try port.call { raw -> Result<Bool, Errno> in
      do throws(Errno) {
        for look in 0..<Int(min(looks, 1e6)) {
          if look > 0 { DriverThread.pause(milliseconds: readyIntervalMilliseconds) }
          if try isReady(raw) { return .success(true) }
        }
        return .success(false)
      } catch {
        return .failure(error)
      }
    }
    guard let result = await call.value(timeout: max(.zero, end - port.loop.uptime)),
      try result.get()
    else { throw .timedOut }
  }

  private static func isReady(_ raw: Int32) throws(Errno) -> Bool {
    var lines: Int32 = 0
    guard device_control(raw, UInt(TIOCMGET), &lines) == 0 else { throw Errno(rawValue: errno) }
    return lines & Int32(TIOCM_DSR) != 0
  }

  /// Changes the speed of an open line, on a thread as `open` does.
  package static func setSpeed(
    of port: AsyncDescriptor, to baud: Int, timeout: Duration
  ) async throws(Errno) {
    let speed = try speed(baud)
    let call = try port.call { raw -> Errno? in
      do throws(Errno) {
        try configure(raw) { _ = cfsetspeed(&$0, speed) }
        return nil
      } catch {
        return error
      }
    }
    guard let failure = await call.value(timeout: timeout) else { throw .timedOut }
    if let failure { throw failure }
  }

  /// Gives the line back, to others too, and closes it; bytes that were not sent are thrown away.
  package static func close(_ port: AsyncDescriptor) {
    if let raw = port.rawValue {
      _ = ioctl(raw, UInt(TIOCNXCL))
      flock(raw, LOCK_UN)
      tcflush(raw, TCOFLUSH)
    }
    // A far end that says stop would have the kernel wait for it.
    port.closeOnThread()
  }

  /// The speeds that a profile may name.
  package static let speeds = constants.map(\.baud)

  private static let constants: [(baud: Int, speed: Int32)] = [
    (9600, B9600), (19_200, B19200), (38_400, B38400), (57_600, B57600),
    (115_200, B115200), (230_400, B230400), (460_800, B460800), (921_600, B921600),
  ]

  private static func speed(_ baud: Int) throws(Errno) -> speed_t {
    guard let speed = constants.first(where: { $0.baud == baud })?.speed else {
      throw .invalidArgument
    }
    return speed_t(speed)
  }

  private static func configure(
    _ raw: Int32, _ change: (inout termios) -> Void
  ) throws(Errno) {
    var settings = termios()
    guard tcgetattr(raw, &settings) == 0 else { throw Errno(rawValue: errno) }
    change(&settings)
    guard tcsetattr(raw, TCSANOW, &settings) == 0 else { throw Errno(rawValue: errno) }
  }
}
