import Foundation

/// Runs tests in a process of their own, where nobody else opens descriptors or starts threads.
enum OwnProcess {
  /// Why the tests failed there.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let variable = "LIANJI_OWN_PROCESS"

  /// Whether this process runs for one suite alone.
  static let isOwn = ProcessInfo.processInfo.environment[variable] != nil

  /// Runs the tests whose names match; fails when one does, or when none ran.
  @discardableResult
  static func runTests(matching filter: String) throws -> String {
    let output = FileManager.default.temporaryDirectory
      .appending(path: "own-process-\(UUID().uuidString).log")
    try Data().write(to: output)
    defer { try? FileManager.default.removeItem(at: output) }
    let process = Process()
    process.executableURL = URL(
      filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    process.arguments = arguments(filter: filter)
    process.environment = ProcessInfo.processInfo.environment.merging([variable: "1"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
    let passed = text.split(separator: "\n").contains {
      $0.hasPrefix("✔ Test ") && !$0.hasPrefix("✔ Test run")
    }
    guard process.terminationReason == .exit, process.terminationStatus == 0, passed else {
      throw Failure(description: "in a process of its own:\n\(text)")
    }
    return text
  }

  /// The arguments by which the package manager starts a bundle of tests, with another filter.
  private static func arguments(filter: String) -> [String] {
    var arguments: [String] = []
    var rest = ProcessInfo.processInfo.arguments.dropFirst()
    while let argument = rest.popFirst() {
      switch argument {
      case "--filter", "--skip", "--event-stream-output-path", "--xunit-output": _ = rest.popFirst()
      default: arguments.append(argument)
      }
    }
    return arguments + ["--filter", filter]
  }
}
