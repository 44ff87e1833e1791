/// A cellular modem: it tells what it knows of itself, its SIM and its network.
///
/// Dialling (PPP, ECM, QMI) is the system's affair; what came of it is told by `NetworkStatus`.
///
/// Every call ends within its time-out, and a second caller waits for the first within his own. A
/// call that ran out of time leaves nothing behind that could be taken for the answer to another
/// one. A port that went away is opened again, by its stable name, by the next call.
public protocol Modem: AnyObject {
  /// What the profile calls it.
  var name: DeviceName { get }
  /// How long a status may be believed while no event comes.
  ///
  /// Short where the modem does not tell by itself that its SIM was pulled, so that somebody asks.
  var statusLifetime: Duration { get }
  /// Whether the board can switch it: a modem that does not answer may be helped by `restart`.
  var hasPowerControl: Bool { get }
  /// Names the receiver of `modemChanged`, `deviceLost` and `deviceFound`.
  ///
  /// `modemChanged` means that the SIM, a registration or the bearer is not what the last status
  /// said, or that the modem has restarted; what it is now, the next status tells.
  func attach(to sink: any DeviceEventSink)
  /// Asks for everything at once; parts that the modem does not know, or not in time, are nil.
  ///
  /// The SIM and the registration must be known, or it throws. A SIM's PIN is entered on the way
  /// only when the profile holds one, the tries left are known and more than one, and this driver
  /// has not entered it into this SIM before.
  func status(timeout: Duration) async throws(ModemError) -> ModemStatus
  /// Switches the radio on, or off as in an aeroplane.
  func setRadio(isOn: Bool, timeout: Duration) async throws(ModemError)
  /// Restarts the modem: by its reset line or power key where the board has them, else by command.
  ///
  /// Returns when it answers again. It may have been switched off before.
  func restart(timeout: Duration) async throws(ModemError)
  /// Has the modem leave the network and switch itself off.
  ///
  /// Returns when it has said so or has gone silent; `restart` switches it on again.
  func powerOff(timeout: Duration) async throws(ModemError)
}

/// Why a modem did not do what was asked.
public enum ModemError: Error, Hashable, Sendable {
  /// The port can't be opened or is gone; the code is errno.
  case portUnavailable(code: Int32)
  /// No answer within the time-out.
  case timedOut
  /// The modem answered what makes no sense.
  case protocolViolation
  /// The modem refused; the code is that of 3GPP TS 27.007, 9.2, when it gave one.
  case refused(code: Int?)
  /// Neither the modem nor the board can do it.
  case notSupported
}
