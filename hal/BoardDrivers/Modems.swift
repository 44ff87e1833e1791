import BoardProfile
import CellularModem
package import HAL

extension BoardDrivers {
  /// The modem; nil when the board has none.
  package func modem() throws(DriverMistake) -> (any Modem)? {
    guard let settings = devices.modem else { return nil }
    guard let family = ModemFamily(name: settings.family.rawValue) else {
      throw DriverMistake("devices.modem.family: no family named \(settings.family.rawValue)")
    }
    return SerialModem(
      name: DeviceName("modem"), path: settings.path, baud: settings.baud, family: family,
      loop: loop)
  }
}
