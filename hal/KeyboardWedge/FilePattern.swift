import CLinux
import Glibc

/// A path whose last part may hold `*` and `?`.
package struct FilePattern: Hashable, Sendable {
  private let folder: String
  private let name: String

  /// Takes a path apart.
  package init(_ path: String) {
    let slash = path.lastIndex(of: "/")
    folder = slash.map { String(path[..<$0]) } ?? "."
    name = String(slash.map { path[path.index(after: $0)...] } ?? path[...])
  }

  /// The first file that fits, by name; nil when there is none.
  package func firstMatch() -> String? { matches().first }

  /// The files that fit, sorted by name.
  package func matches() -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let file = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if fnmatch(name, file, FNM_PERIOD) == 0 { names.append(file) }
    }
    return names.sorted().map { folder + "/" + $0 }
  }
}
