import Foundation

/// One run of a program of the build.
struct Program {
  let status: Int32
  let output: String
  let errors: String

  /// The folder of the programs: the tests run from a bundle in it.
  private static let folder: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let bundle = ProcessInfo.processInfo.arguments.first { $0.contains(".xctest") } ?? own
    return (bundle as NSString).deletingLastPathComponent
  }()

  /// The bench's profile, found from this file.
  static let profile = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "board-profiles/bench.yaml").path()

  /// Prepares a program, to be started by the caller.
  static func process(_ name: String, _ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: folder + "/" + name)
    process.arguments = arguments
    return process
  }

  /// Runs `posctl` to its end.
  init(_ arguments: String..., input: Data = Data()) throws {
    try self.init(arguments: arguments, input: input)
  }

  /// Runs `posctl` to its end; its streams are files, so that no pipe can fill up.
  ///
  /// One that has not ended after `limit` seconds is ended, with status 124.
  init(
    arguments: [String], input: Data = Data(), in folder: String? = nil,
    environment: [String: String] = [:], limit: Int? = nil
  ) throws {
    let own = try TemporaryFolder()
    let process = Self.process("posctl", arguments)
    if let limit, let program = process.executableURL?.path() {
      process.executableURL = URL(filePath: "/usr/bin/timeout")
      process.arguments = ["-k", "5", "\(limit)", program] + arguments
    }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    for name in ["input", "output", "errors"] {
      try (name == "input" ? input : Data()).write(to: URL(filePath: own(name)))
    }
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: own("input")))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: own("output")))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: own("errors")))
    try process.run()
    process.waitUntilExit()
    // A signal is no exit status of ours.
    status = process.terminationReason == .exit ? process.terminationStatus : -1
    output = try String(contentsOfFile: own("output"), encoding: .utf8)
    errors = try String(contentsOfFile: own("errors"), encoding: .utf8)
  }
}
