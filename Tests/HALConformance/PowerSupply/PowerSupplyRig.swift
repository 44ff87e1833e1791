package import HAL

/// A battery supply, and the hands that plug and drain it.
///
/// The supply counts as failing with 5 % or less.
package protocol PowerSupplyRig {
  /// The device under test.
  var supply: any PowerSupply { get }
  /// Sets the charge, in percent.
  func setCharge(_ percent: Int) throws
  /// Plugs the charger in or out.
  func setCharger(isPlugged: Bool) throws
  /// Takes away what tells of it.
  func removeSensor() throws
}
