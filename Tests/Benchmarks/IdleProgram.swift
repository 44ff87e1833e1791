import Foundation

/// What a program costs that has nothing to do: how often its threads wake up, and for how long.
struct IdleProgram {
  /// The program can't be looked at.
  struct Failure: Error {
    let file: String
  }

  /// Sums over the threads of a program, by the kernel's books.
  private struct Books {
    /// How often a thread waited of its own accord; each time it was woken up.
    var waits = 0
    /// Ticks in user and kernel mode.
    var ticks = 0
  }

  let processIdentifier: Int
  let seconds: Int

  /// Looks twice, so many seconds apart, and prints what was between.
  func run() throws {
    let before = try look()
    Thread.sleep(forTimeInterval: TimeInterval(seconds))
    let after = try look()
    let rate = Double(after.waits - before.waits) / Double(seconds)
    let percent =
      Double(after.ticks - before.ticks) * 100 / Double(sysconf(Int32(_SC_CLK_TCK)) * seconds)
    print(
      "idle for \(seconds) s: \(String(format: "%.2f", rate)) wake-ups a second "
        + "(\(Benchmark.ratio(rate / 2)) of the budget of 2), "
        + "\(String(format: "%.2f", percent)) % CPU (\(Benchmark.ratio(percent / 0.2)) of 0.2)")
  }

  private func look() throws -> Books {
    let folder = "/proc/\(processIdentifier)/task"
    var books = Books()
    for thread in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let status = try text("\(folder)/\(thread)/status")
      for line in status.split(separator: "\n") where line.hasPrefix("voluntary_ctxt_switches:") {
        books.waits += line.split(separator: "\t").last.flatMap { Int($0) } ?? 0
      }
      // The second field is a name in parentheses, which may hold spaces; 14 and 15 are the times.
      let fields = try text("\(folder)/\(thread)/stat").split(separator: ")").last ?? ""
      books.ticks += fields.split(separator: " ").dropFirst(11).prefix(2)
        .reduce(0) { $0 + (Int($1) ?? 0) }
    }
    return books
  }

  private func text(_ file: String) throws -> String {
    guard let bytes = FileManager.default.contents(atPath: file) else { throw Failure(file: file) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
