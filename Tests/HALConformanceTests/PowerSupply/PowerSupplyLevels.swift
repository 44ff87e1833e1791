import EventLoop
import Foundation
import HAL
import HALConformance
import MockDevices
import SysfsPowerSupply
import SystemPackage
import Testing

/// Where a power supply comes from.
enum PowerSupplyLevel: Level {
  /// The mock.
  case mock
  /// The driver over files like the kernel's.
  case sysfs

  var testDescription: String {
    switch self {
    case .mock: "mock"
    case .sysfs: "files like those of sysfs"
    }
  }

  var availability: LevelAvailability { .available }

  func makeRig(on loop: EventLoop) throws -> any PowerSupplyRig {
    switch self {
    case .mock: MockRig()
    case .sysfs: try SysfsRig()
    }
  }

  private struct MockRig: PowerSupplyRig {
    let mock = MockPowerSupply(lowPercent: 5)
    var supply: any PowerSupply { mock }
    func setCharge(_ percent: Int) { mock.charge = percent }
    func setCharger(isPlugged: Bool) { mock.isCharging = isPlugged }
    func removeSensor() { mock.isAvailable = false }
  }

  /// A folder with the files of a battery.
  private final class SysfsRig: PowerSupplyRig {
    private let folder = FileManager.default.temporaryDirectory.appending(
      path: "battery-\(UUID().uuidString)")
    let supply: any PowerSupply

    init() throws {
      supply = SysfsPowerSupply(folder: FilePath(folder.path()), lowPercent: 5)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try write("Battery", to: "type")
      try write("Charging", to: "status")
      try setCharge(100)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func setCharge(_ percent: Int) throws { try write("\(percent)", to: "capacity") }

    func setCharger(isPlugged: Bool) throws {
      try write(isPlugged ? "Charging" : "Discharging", to: "status")
    }

    func removeSensor() throws { try FileManager.default.removeItem(at: folder) }

    private func write(_ text: String, to name: String) throws {
      try Data((text + "\n").utf8).write(to: folder.appending(path: name))
    }
  }
}

/// Every level is held to every sentence.
@Suite struct PowerSupplyConformanceTests {
  @Test(arguments: PowerSupplyLevel.allCases, PowerSupplyConformance.checks)
  func `a power supply keeps its promises`(
    level: PowerSupplyLevel, check: ConformanceCheck<any PowerSupplyRig>
  ) throws {
    try level.run(check)
  }
}
