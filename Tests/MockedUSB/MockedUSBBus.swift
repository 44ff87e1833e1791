import Foundation

/// The bus of mocked devices that `usbmockd` puts beneath a process, and how tests get there.
///
/// A suite that needs it has two halves. The tests themselves are enabled where `isPresent`. One
/// more test, enabled everywhere else, calls `runTests(matching:)`: it starts this very program
/// once more beneath the bus. So `swift test` runs them all, and a person may, without the detour:
/// `.build/debug/usbmockd -- swift test --skip-build --filter SUITE`.
package enum MockedUSBBus {
  /// Why the tests could not be run, or what they said when they failed.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String

    /// Says what went wrong.
    package init(description: String) { self.description = description }
  }

  /// The path of the control socket; nil outside of the bus.
  static let controlPath = ProcessInfo.processInfo.environment["USBMOCK_CONTROL"]

  /// Whether this process runs on the bus.
  package static var isPresent: Bool { controlPath != nil }

  /// Runs the tests whose names match beneath the bus; returns what they printed.
  ///
  /// Fails when one of them fails, or when none ran.
  @discardableResult
  package static func runTests(matching filter: String) throws -> String {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let arguments = [own] + testArguments(filter: filter)
    let output = try output(of: program(), ["--"] + arguments)
    let passed = output.text.split(separator: "\n").count {
      $0.hasPrefix("✔ Test ") && !$0.hasPrefix("✔ Test run")
    }
    guard output.status == 0, passed > 0 else {
      throw Failure(description: "beneath usbmockd, status \(output.status):\n\(output.text)")
    }
    return output.text
  }

  /// The arguments by which the package manager starts a bundle of tests, with another filter.
  private static func testArguments(filter: String) -> [String] {
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

  /// The program that makes a bus.
  package static func program() throws -> String {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    for argument in [own] + ProcessInfo.processInfo.arguments {
      var folder = URL(filePath: argument)
      while folder.path() != "/" {
        folder.deleteLastPathComponent()
        let program = folder.appending(path: "usbmockd")
        if FileManager.default.isExecutableFile(atPath: program.path()) { return program.path() }
        if folder.lastPathComponent == ".build" { break }
      }
    }
    throw Failure(description: "usbmockd is not beside the tests: swift build --product usbmockd")
  }

  /// Runs a program to its end; its output is a file, so that no pipe can fill up.
  private static func output(
    of program: String, _ arguments: [String]
  ) throws -> (status: Int32, text: String) {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appending(path: "usbmock-\(UUID().uuidString).log")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let handle = try FileHandle(forWritingTo: file)
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = handle
    process.standardError = handle
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    return (process.terminationReason == .exit ? process.terminationStatus : -1, text)
  }
}
