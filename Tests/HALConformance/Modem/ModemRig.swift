package import HAL

/// A modem and the hands that work it.
///
/// A board maker writes one for a modem of their own. Hands that are not there throw
/// `HandsMissing`, and the checks that need them are left out, loudly.
package protocol ModemRig: AnyObject {
  /// The modem: on, with a working SIM, registered at home, nobody attached to its events.
  var modem: any Modem { get }
  /// The time.
  var clock: any DeviceClock { get }
  /// The number of the SIM in it.
  var iccid: String { get }
  /// Puts a SIM of a kind into the holder, or takes it out.
  func setSIM(_ sim: ConformanceSIM) async throws
  /// Has the network treat the modem so.
  func setRegistration(_ registration: ModemStatus.Registration) async throws
  /// Brings so much power to the antenna that the modem says this, or that it can't say.
  func setSignal(decibelMilliwatts: Int?) async throws
  /// Has the modem hang, or go on.
  func setSilent(_ isSilent: Bool) async throws
  /// Has it say what nobody asked for and nobody needs, with noise around it.
  func disturb() async throws
  /// Has it restart by itself, as after a dip of its supply.
  func restart() async throws
  /// Pulls its cable.
  func unplug() async throws
  /// Plugs its cable in.
  func plug() async throws
  /// How often a PIN was entered into a SIM of this rig.
  func pinEntryCount() async throws -> Int
}

/// A SIM for a check.
package enum ConformanceSIM: Hashable, Sendable {
  /// None.
  case none
  /// One that works.
  case working
  /// One that waits for its PIN, with three tries left.
  case pinLocked
  /// One that waits for its PUK.
  case pukLocked
  /// One that does not work.
  case broken
}

extension ModemRig {
  package func setSIM(_ sim: ConformanceSIM) async throws {
    throw HandsMissing("nobody can change the SIM")
  }
  package func setRegistration(_ registration: ModemStatus.Registration) async throws {
    throw HandsMissing("nobody commands the network")
  }
  package func setSignal(decibelMilliwatts: Int?) async throws {
    throw HandsMissing("nobody can change the signal")
  }
  package func setSilent(_ isSilent: Bool) async throws {
    throw HandsMissing("nobody can make the modem hang")
  }
  package func disturb() async throws { throw HandsMissing("nobody can disturb the line") }
  package func restart() async throws { throw HandsMissing("nobody can dip the supply") }
  package func unplug() async throws { throw HandsMissing("nobody can pull the cable") }
  package func plug() async throws { throw HandsMissing("nobody can plug the cable in") }
  package func pinEntryCount() async throws -> Int {
    throw HandsMissing("nobody can see what the SIM is asked")
  }
}
