import CLinux
import Foundation
import Testing

/// A network namespace of our own, where interfaces come and go as a test wants.
///
/// The tests that need one run in a second process of this bundle, which `unshare` starts there.
enum PrivateNetwork {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let mark = "LIANJI_PRIVATE_NETWORK"

  /// Whether this process runs in one.
  static let isHere = ProcessInfo.processInfo.environment[mark] == "1"

  /// What keeps this machine from having one; nil when nothing does.
  static var obstacle: String? {
    guard (try? run("/bin/sh", ["-c", "PATH=$PATH:/usr/sbin:/sbin command -v ip"]))?.status == 0
    else { return "no ip command: apt-get install iproute2" }
    let trial = try? run(unshare + ["/bin/sh", "-c", ip("link add try0 type veth peer name try1")])
    return trial?.status == 0
      ? nil : "no network namespace with veth interfaces: run the tests as root"
  }

  /// Runs the tests whose names match in a namespace; throws when one fails or none ran.
  static func runTests(matching filter: String) throws {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var arguments: [String] = []
    var rest = ProcessInfo.processInfo.arguments.dropFirst()
    while let argument = rest.popFirst() {
      switch argument {
      case "--filter", "--skip", "--event-stream-output-path", "--xunit-output":
        _ = rest.popFirst()
      default: arguments.append(argument)
      }
    }
    let outcome = try run(
      unshare + ["/usr/bin/env", "\(mark)=1", own] + arguments
        + ["--filter", filter])
    let passed = outcome.text.split(separator: "\n").count {
      $0.hasPrefix("✔ Test ") && !$0.hasPrefix("✔ Test run")
    }
    guard outcome.status == 0, passed > 0 else {
      throw Failure(description: "in the namespace, status \(outcome.status):\n\(outcome.text)")
    }
  }

  /// Has `ip` do something in this namespace, and waits for it; what it complains of is shown.
  ///
  /// Without Foundation's process, whose run loop has no place on a thread with a loop of ours.
  static func ip(_ words: String) throws {
    let command: [String] = ["sh", "-c", ip(words)]
    var arguments = command.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    let child = child_process_start("/bin/sh", arguments, STDERR_FILENO)
    var status: Int32 = -1
    while child > 0, waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard status == 0 else { throw Failure(description: "ip \(words): status \(status)") }
  }

  private static func ip(_ words: String) -> String {
    "PATH=$PATH:/usr/sbin:/sbin ip \(words)"
  }

  private static let unshare =
    ["/usr/bin/unshare", "--net"] + (geteuid() == 0 ? [] : ["--map-root-user"])

  private static func run(_ words: [String]) throws -> (status: Int32, text: String) {
    try run(words[0], Array(words.dropFirst()))
  }

  /// Runs a program to its end; its output is a file, so that no pipe can fill up.
  private static func run(
    _ program: String, _ arguments: [String]
  ) throws -> (status: Int32, text: String) {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "lianji-network-\(UUID().uuidString)")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: file)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOf: file, encoding: .utf8))
  }
}
