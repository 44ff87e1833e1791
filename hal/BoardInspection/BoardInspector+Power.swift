import BoardProfile
import SysfsPowerSupply
import SystemPackage

// What tells that the power goes away.
extension BoardInspector {
  func inspectPower(_ report: (BoardFinding) -> Void) {
    guard let settings = profile.devices.power else { return }
    report(
      finding(
        "devices.power", wanted: "a supply named \(settings.supply)",
        isRequired: settings.criticality == .required, power(settings)))
  }

  private func power(_ settings: PowerSettings) -> Observation {
    let supply = SysfsPowerSupply(
      folder: FilePath(settings.folder), lowPercent: settings.lowPercent)
    guard let summary = supply.summary else {
      return .missing(
        "\(settings.folder) is not there",
        cure: "ls /sys/class/power_supply shows what is; the driver of the charger must be loaded")
    }
    if supply.isFailing { return .limited("\(summary): failing", cure: "plug the charger in") }
    return .ready(summary)
  }
}
