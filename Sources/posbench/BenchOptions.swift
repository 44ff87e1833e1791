import ArgumentParser
import Bench
import Foundation

/// What every use of the counter can be told.
struct BenchOptions: ParsableArguments {
  @Option(help: "The board profile that bench and terminal share.")
  var profile = "board-profiles/bench.yaml"

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Replaces a value of the profile, such as bench.directory=/tmp/second.",
      valueName: "KEY=VALUE"))
  var overrides: [String] = []

  @Option(help: "The folder with the test cards.")
  var cards = "Tests/Cards"

  @Option(help: "The firmware's binary; by default posd beside this program.")
  var posd: String?

  /// The firmware's binary.
  var terminalProgram: String {
    if let posd { return posd }
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (own as NSString).deletingLastPathComponent + "/posd"
  }
}

/// Writes a line to standard output at once, also into a pipe.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

/// Says what is wrong and ends with status 2.
func fail(_ problem: any Error) -> ExitCode {
  FileHandle.standardError.write(Data("posbench: \(problem)\n".utf8))
  return ExitCode(2)
}
