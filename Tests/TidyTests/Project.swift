import Foundation

/// The files of this package.
enum Project {
  /// A Swift file.
  struct SourceFile: Sendable {
    /// From the project's folder.
    let path: String
    let text: SourceText

    /// The folder below `Sources`, `hal` or `Tests` that is the target's.
    var target: String { String(path.split(separator: "/")[1]) }
    var isTest: Bool { path.hasPrefix("Tests/") }
  }

  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The top folder that this checkout stands in; nil when every Linux has such a folder.
  static let topFolder: String? = {
    let top = "/\(folder.pathComponents[1])/"
    return ["/opt/", "/srv/", "/tmp/", "/usr/", "/var/"].contains(top) ? nil : top
  }()

  /// All Swift sources, by path.
  static let sources: [SourceFile] = ["Sources", "hal", "Tests"].flatMap { files(below: $0) }
    .filter { $0.hasSuffix(".swift") }
    .map { SourceFile(path: $0, text: SourceText(text(of: $0))) }

  /// The folders of the targets: `Sources/NAME` and `hal/NAME`.
  static let targetFolders: [String] = ["Sources", "hal"].flatMap { top in
    children(of: top).map { "\(top)/\($0)" }
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: path).path())
  }

  /// The text of a file, empty when there is none.
  static func text(of path: String) -> String {
    (try? String(contentsOf: folder.appending(path: path), encoding: .utf8)) ?? ""
  }

  /// The names in a folder.
  static func children(of path: String) -> [String] {
    let url = folder.appending(path: path)
    return ((try? FileManager.default.contentsOfDirectory(atPath: url.path())) ?? []).sorted()
  }

  /// All files below a folder, sorted.
  static func files(below path: String) -> [String] {
    let walker = FileManager.default.enumerator(atPath: folder.appending(path: path).path())
    return (walker?.allObjects as? [String] ?? []).map { "\(path)/\($0)" }
      .filter { !isFolder($0) }.sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(
      atPath: folder.appending(path: path).path(), isDirectory: &isFolder)
    return exists && isFolder.boolValue
  }
}
