import Foundation

/// What this process holds, counted by the kernel.
struct ProcessResources: Equatable, CustomStringConvertible {
  /// Open descriptors.
  let descriptors: Int
  /// Threads.
  let threads: Int
  /// Memory of its own, in kilobytes.
  let kilobytes: Int

  /// Counts now.
  init() {
    let files = FileManager.default
    descriptors = (try? files.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    threads = (try? files.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  }

  var description: String {
    "\(descriptors) descriptors, \(threads) threads, \(kilobytes) kB"
  }
}
