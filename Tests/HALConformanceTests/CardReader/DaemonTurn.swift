import Dispatch
import EmulatedPorts
import Foundation

/// The right to have a private pcscd.
///
/// libpcsclite knows one a process, so that there is one at a time.
/// Whoever makes one waits for it; it is given back when the object goes.
final class DaemonTurn {
  private static let turn = DispatchSemaphore(value: 1)

  /// The folder of the daemon.
  static let folder: String = {
    let folder = "/tmp/lianji-pcsc-\(getpid())"
    setenv(PrivatePCSCDaemon.variable, "\(folder)/run/pcscd/pcscd.comm", 1)
    return folder
  }()

  init() { Self.turn.wait() }
  deinit { Self.turn.signal() }
}
