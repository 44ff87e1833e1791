import Foundation

/// A folder of its own for one test, removed with it; short, for the paths of sockets.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = "/tmp/posctl-\(UUID().uuidString.prefix(13))"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// The names in a folder below this one.
  func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: self(folder)).sorted()
  }

  func data(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: self(name))) }
}
