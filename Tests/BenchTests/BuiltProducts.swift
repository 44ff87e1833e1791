import Foundation

/// What the build left beside the tests.
enum BuiltProducts {
  /// The folder of the programs.
  static let folder: String = {
    // The tests run from a bundle in the folder of the products.
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let bundle = ProcessInfo.processInfo.arguments.first { $0.contains(".xctest") } ?? own
    return (bundle as NSString).deletingLastPathComponent
  }()

  /// The firmware's binary.
  static let terminalProgram = folder + "/posd"

  /// The project, found from this file.
  static let project = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()

  /// The bench's profile.
  static let profile = project + "/board-profiles/bench.yaml"
}
