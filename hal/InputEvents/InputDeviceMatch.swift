import CLinux
import Glibc

/// Which input device is meant: never by its number, which depends on the order of plugging.
package enum InputDeviceMatch: Hashable, Sendable {
  /// The name that its driver gives, wildcards in it (fnmatch): `gpio-keys`, `*Numeric Pad*`.
  case name(String)
  /// A link that stays, wildcards in its last part: `/dev/input/by-path/platform-*-event-kbd`.
  case path(String)

  /// Where the kernel puts input devices.
  package static let folder = "/dev/input"

  /// The folder in which the device comes and goes.
  package var folder: String {
    switch self {
    case .name: Self.folder
    case .path(let pattern):
      String(pattern[..<(pattern.lastIndex(of: "/") ?? pattern.startIndex)])
    }
  }

  /// The nodes or links that may be it, in the order of their names; a name has to be asked for.
  package var candidates: [String] {
    switch self {
    case .name: Self.entries(of: Self.folder) { fnmatch("event[0-9]*", $0, 0) == 0 }
    case .path(let pattern):
      Self.entries(of: folder) { fnmatch(pattern, "\(folder)/\($0)", 0) == 0 }
    }
  }

  /// What is there beside it, for a person who looks for the right name.
  var neighbours: [String] {
    switch self {
    case .name: []
    case .path: Self.entries(of: folder) { !$0.hasPrefix(".") }
    }
  }

  /// Whether a device that gives this name is meant.
  package func accepts(name: String) -> Bool {
    switch self {
    case .name(let pattern): fnmatch(pattern, name, 0) == 0
    case .path: true
    }
  }

  private static func entries(of folder: String, where isMeant: (String) -> Bool) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if isMeant(name) { names.append(name) }
    }
    return names.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }.map { "\(folder)/\($0)" }
  }
}
