import HAL
package import SystemPackage

/// A battery or a mains input, as the kernel tells it under `/sys/class/power_supply`.
///
/// A battery fails when it is being discharged and holds no more than a limit, or when the kernel
/// calls its level critical; any other supply fails when it is off line. Each question reads one or
/// two small files of the kernel, which takes some microseconds and never waits for a device. A
/// file that can't be read says nothing: a sensor that has gone is no reason to stop trading.
/// Source: Linux, Documentation/ABI/testing/sysfs-class-power.
package final class SysfsPowerSupply: PowerSupply {
  private let folder: FilePath
  private let lowPercent: Int

  /// Watches the supply in `folder`; a battery with `lowPercent` of its charge or less is failing.
  package init(folder: FilePath, lowPercent: Int) {
    self.folder = folder
    self.lowPercent = lowPercent
  }

  package var isFailing: Bool {
    guard text("type") == "Battery" else { return text("online") == "0" }
    guard text("status") == "Discharging" else { return false }
    if text("capacity_level") == "Critical" { return true }
    guard let capacity = text("capacity").flatMap({ Int($0) }) else { return false }
    return capacity <= lowPercent
  }

  package var isAvailable: Bool? { text("type") != nil }

  /// What the supply is, such as `Battery, Discharging, 62 %`; nil when there is none.
  package var summary: String? {
    guard let type = text("type") else { return nil }
    guard type == "Battery" else {
      return "\(type), \(text("online") == "0" ? "off line" : "on line")"
    }
    let charge = text("capacity").map { ", \($0) %" } ?? ""
    return "\(type), \(text("status") ?? "unknown")\(charge)"
  }

  /// The line in a file of the kernel; nil when it can't be read.
  private func text(_ name: String) -> String? {
    guard let file = try? FileDescriptor.open(folder.appending(name), .readOnly) else {
      return nil
    }
    defer { try? file.close() }
    var bytes = [UInt8](repeating: 0, count: 64)
    guard let count = try? bytes.withUnsafeMutableBytes({ try file.read(into: $0) }) else {
      return nil
    }
    return String(decoding: bytes.prefix(count).prefix { $0 != 0x0A }, as: UTF8.self)
  }
}
