import Glibc
import SystemPackage

/// The light behind a screen, in `/sys/class/backlight`.
package struct Backlight: Hashable, Sendable {
  private static let root = "/sys/class/backlight"

  /// What the driver calls it.
  package var name: String
  /// How bright, from 1 to 100.
  package var percent: Int

  /// Names a light.
  package init(name: String, percent: Int) {
    self.name = name
    self.percent = percent
  }

  /// Whether the kernel has such a light.
  package var isPresent: Bool { access(folder + "/max_brightness", R_OK) == 0 }

  /// Sets the brightness; false when there is no such light, or no right to set it.
  @discardableResult
  package func light() -> Bool {
    guard let text = Self.read(folder + "/max_brightness"), let limit = Int(text), limit > 0 else {
      return false
    }
    // A power of 0 is “on”; some drivers have no such file.
    _ = Self.write("0", to: folder + "/bl_power")
    let share = min(limit, 1_000_000) * min(100, max(1, percent)) / 100
    return Self.write("\(max(1, share))", to: folder + "/brightness")
  }

  private var folder: String { "\(Self.root)/\(name)" }

  private static func read(_ path: String) -> String? {
    guard let file = try? FileDescriptor.open(path, .readOnly) else { return nil }
    defer { try? file.close() }
    var bytes = [UInt8](repeating: 0, count: 32)
    guard let count = try? bytes.withUnsafeMutableBytes({ try file.read(into: $0) }) else {
      return nil
    }
    return String(decoding: bytes.prefix(count).prefix { $0 != 0x0A }, as: UTF8.self)
  }

  private static func write(_ text: String, to path: String) -> Bool {
    guard let file = try? FileDescriptor.open(path, .writeOnly) else { return false }
    defer { try? file.close() }
    return (try? file.writeAll(text.utf8)) != nil
  }
}
