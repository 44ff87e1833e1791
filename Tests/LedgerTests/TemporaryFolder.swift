import Foundation

/// A folder of its own for one test, removed with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "ledger-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path()
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// The names of all files and what they hold.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      contents[name] = try Data(contentsOf: URL(filePath: self(name)))
    }
    return contents
  }

  /// Changes one byte of a file.
  func rot(_ name: String, at offset: Int) throws {
    var data = try Data(contentsOf: URL(filePath: self(name)))
    data[offset] ^= 0x5A
    try data.write(to: URL(filePath: self(name)))
  }
}
