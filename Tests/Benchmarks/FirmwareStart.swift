import CLinux
import Glibc

/// A start of the firmware, with the rest of the counter switched off.
struct FirmwareStart {
  /// Why no screen was seen.
  enum Failure: Error {
    /// The error number of a system call.
    case system(Int32)
    /// The program has ended; this is its log.
    case ended(log: String)
  }

  let program: String
  /// Where it keeps its ledger and its sockets.
  let folder: String

  /// Starts the program, waits until its log says that a screen is shown, and kills it.
  ///
  /// Killing and reaping take less than a millisecond, so they are not kept apart.
  func waitForScreen() throws(Failure) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .system(errno) }
    defer { close(ends[0]) }
    let child = start(log: ends[1])
    close(ends[1])
    guard child > 0 else { throw .system(errno) }
    defer {
      kill(child, SIGKILL)
      waitpid(child, nil, 0)
    }
    var log = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !log.contains("\"event\":\"screen\"") {
      let count = read(ends[0], &buffer, buffer.count)
      guard count > 0 else { throw .ended(log: log) }
      log += String(decoding: buffer[..<count], as: UTF8.self)
    }
  }

  private func start(log: Int32) -> pid_t {
    let words = [
      program, "--profile", "board-profiles/bench.yaml", "--set", "bench.directory=\(folder)",
    ]
    var arguments = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    return child_process_start(program, arguments, log)
  }
}
