import CLinux
import EventLoop
import Foundation
import SystemPackage

/// The flashed binary as a child process: started, killed, and its log read line by line.
///
/// It lives on the loop. The child dies with this process, however this process ends.
final class TerminalProcess {
  /// How the child ended.
  enum End: Hashable, Sendable {
    /// By itself, with this status.
    case exited(status: Int32)
    /// By a signal, as by a cut of the power.
    case killed(signal: Int32)
  }

  /// A line of the log that is longer is cut.
  private static let lineLimit = 1 << 16

  private let executable: String
  private let commandLine: [String]
  private let loop: EventLoop
  private var child: pid_t?
  private var watcher: FileDescriptor?
  private var log: FileDescriptor?
  private var line: [UInt8] = []
  /// Hears each line of the child's standard error.
  var onLine: ((String) -> Void)?
  /// Hears that the child has ended.
  var onEnd: ((End) -> Void)?

  /// Names the program and its arguments; nothing runs before `start`.
  ///
  /// The command line comes behind `wrapper`, such as `/usr/bin/env` and variables, which must
  /// become the program.
  init(
    executable: String, arguments: [String], wrapper: [String] = [], loop: EventLoop
  ) throws(BenchProblem) {
    guard access(executable, X_OK) == 0 else {
      throw BenchProblem(
        "\(executable) is no program that can be run",
        cure: "build it with `swift build --product posd`, or name it with --posd")
    }
    self.executable = executable
    commandLine = wrapper + [executable] + arguments
    self.loop = loop
  }

  deinit { stop() }

  /// Whether the child runs.
  var isRunning: Bool { child != nil }

  /// Starts the child; does nothing when it runs.
  func start() throws(BenchProblem) {
    guard child == nil else { return }
    do {
      let pipe = try FileDescriptor.pipe()
      for end in [pipe.readEnd, pipe.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
      _ = fcntl(pipe.readEnd.rawValue, F_SETFL, O_NONBLOCK)
      let pid = spawn(standardError: pipe.writeEnd)
      try pipe.writeEnd.close()
      guard pid > 0 else { throw Errno(rawValue: errno) }
      let watcher = FileDescriptor(rawValue: child_process_watch(pid))
      guard watcher.rawValue >= 0 else { throw Errno(rawValue: errno) }
      child = pid
      self.watcher = watcher
      log = pipe.readEnd
      loop.watch(pipe.readEnd, for: .readable) { [weak self] in self?.readLog() }
      loop.watch(watcher, for: .readable) { [weak self] in self?.reap() }
    } catch {
      throw BenchProblem("\(executable) can't be started", cure: "\(error)")
    }
  }

  /// Kills the child as a cut of the power does: at once, without a word to it.
  func kill() {
    if let child { Foundation.kill(child, SIGKILL) }
  }

  private func spawn(standardError: FileDescriptor) -> pid_t {
    var texts = commandLine.map { strdup($0) }
    defer { for text in texts { free(text) } }
    texts.append(nil)
    return child_process_start(commandLine[0], texts, standardError.rawValue)
  }

  private func readLog() {
    guard let log else { return }
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = buffer.withUnsafeMutableBytes {
        Foundation.read(log.rawValue, $0.baseAddress, $0.count)
      }
      if count < 0 { return }  // nothing more for now
      if count == 0 { return closeLog() }
      for byte in buffer.prefix(count) {
        if byte == 0x0A {
          endLine()
        } else if line.count < Self.lineLimit {
          line.append(byte)
        }
      }
    }
  }

  private func endLine() {
    guard !line.isEmpty else { return }
    onLine?(String(decoding: line, as: UTF8.self))
    line = []
  }

  private func closeLog() {
    guard let log = log.take() else { return }
    loop.unwatch(log, for: .readable)
    try? log.close()
    endLine()
  }

  private func reap() {
    guard let pid = child else { return }
    var status: Int32 = 0
    guard waitpid(pid, &status, WNOHANG) == pid else { return }
    child = nil
    if let watcher = watcher.take() {
      loop.unwatch(watcher, for: .readable)
      try? watcher.close()
    }
    readLog()  // what it said last
    closeLog()
    // The two forms of a wait status (wait(2)).
    let signal = status & 0x7F
    onEnd?(signal == 0 ? .exited(status: (status >> 8) & 0xFF) : .killed(signal: signal))
  }

  private func stop() {
    kill()
    if let pid = child {
      var status: Int32 = 0
      _ = waitpid(pid, &status, 0)
    }
    if let watcher = watcher.take() {
      loop.unwatch(watcher, for: .readable)
      try? watcher.close()
    }
    closeLog()
  }
}
