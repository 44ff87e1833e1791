package import HAL

/// A keypad and the finger that presses it.
///
/// A board maker writes one for a keypad of their own: the finger may be a person's. Hands that are
/// not there throw `HandsMissing`.
package protocol KeypadRig: AnyObject {
  /// The keypad, attached to nobody; it is found when it is plugged in.
  var keypad: any Keypad { get }
  /// The time.
  var clock: any DeviceClock { get }
  /// Presses and lets go of a key.
  func press(_ key: Key) async throws
  /// Keeps a key down for so long that it repeats itself a few times, then lets go of it.
  func keepDown(_ key: Key) async throws
  /// Plugs the keypad in and has the driver look for it.
  func plug() async throws
  /// Pulls the cable.
  func unplug() async throws
}

extension KeypadRig {
  package func keepDown(_ key: Key) async throws { throw HandsMissing("no key repeats itself") }
  package func unplug() async throws { throw HandsMissing("nobody can pull the cable") }
}
