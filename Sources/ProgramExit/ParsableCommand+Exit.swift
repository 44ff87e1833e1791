package import ArgumentParser
import Glibc

/// The status with which every program of ours ends when what it was asked makes no sense.
///
/// The parser's own status for that is 64.
private let badInput: Int32 = 2

extension ParsableCommand {
  /// Ends the program because of an error, with status 2 for a command line that makes no sense.
  package static func endProgram(with error: any Error) -> Never {
    guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
    let bytes = Array((fullMessage(for: error) + "\n").utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    Glibc.exit(badInput)
  }
}
