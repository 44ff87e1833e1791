import Foundation
import HAL
import SysfsPowerSupply
import SystemPackage
import Testing

/// What the conformance suite does not ask: other supplies, and files that are missing or odd.
@Suite struct SysfsPowerSupplyTests {
  private func supply(_ files: [String: String]) throws -> (isFailing: Bool, summary: String?) {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let supply = SysfsPowerSupply(folder: FilePath(folder.path()), lowPercent: 5)
    return (supply.isFailing, supply.summary)
  }

  @Test(
    arguments: [
      (["type": "Mains\n", "online": "1\n"], false, "Mains, on line"),
      (["type": "Mains\n", "online": "0\n"], true, "Mains, off line"),
      (["type": "Mains\n"], false, "Mains, on line"),
      (
        ["type": "Battery\n", "status": "Discharging\n", "capacity": "5\n"], true,
        "Battery, Discharging, 5 %"
      ),
      (
        ["type": "Battery\n", "status": "Discharging\n", "capacity_level": "Critical\n"], true,
        "Battery, Discharging"
      ),
      (
        ["type": "Battery\n", "status": "Discharging\n", "capacity": "many\n"], false,
        "Battery, Discharging, many %"
      ),
      (["type": "Battery\n", "status": "Full\n", "capacity": "0"], false, "Battery, Full, 0 %"),
      (["type": "Battery\n"], false, "Battery, unknown"),
      ([:], false, nil),
    ] as [([String: String], Bool, String?)])
  func `a supply fails only when its files say so`(
    files: [String: String], isFailing: Bool, summary: String?
  ) throws {
    let seen = try supply(files)
    #expect(seen.isFailing == isFailing)
    #expect(seen.summary == summary)
  }
}
