import BoardProfile
import EventLoop
package import HAL
import SysfsPowerSupply
import SystemPackage

extension BoardDrivers {
  /// What tells that the power goes away; without one, nobody does.
  package func powerSupply() -> any PowerSupply {
    guard let settings = devices.power else { return SilentPowerSupply() }
    return SysfsPowerSupply(
      folder: FilePath(settings.folder), lowPercent: settings.lowPercent)
  }
}
