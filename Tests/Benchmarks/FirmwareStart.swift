import Foundation

/// A start of the firmware, with the rest of the counter switched off.
struct FirmwareStart {
  /// Why no screen was seen.
  struct Failure: Error {
    let log: String
  }

  let program: String
  /// Where it keeps its ledger and its sockets.
  let folder: String

  /// Starts the program, waits until its log says that a screen is shown, and ends it.
  func waitForScreen() throws {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = [
      "--profile", "board-profiles/bench.yaml", "--set", "bench.directory=\(folder)",
    ]
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    var log = ""
    while !log.contains("\"event\":\"screen\"") {
      let bytes = pipe.fileHandleForReading.availableData
      if bytes.isEmpty { break }
      log += String(decoding: bytes, as: UTF8.self)
    }
    let hasShown = log.contains("\"event\":\"screen\"")
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    if !hasShown { throw Failure(log: log) }
  }
}
