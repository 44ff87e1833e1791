import CHeapUse
import Glibc

/// What this process holds, counted by the kernel and the C library.
package struct ProcessResources: Hashable, Sendable, CustomStringConvertible {
  /// What a storm may leave on the heap beyond the rest: lists that have found their size.
  private static let settlingBytes = 96 * 1024
  /// What each of a storm's events may leave: less than the smallest of objects.
  private static let bytesPerEvent = 16

  /// Open descriptors.
  package let descriptors: Int
  /// Threads.
  package let threads: Int
  /// Bytes that are in use on the heap, in all its arenas.
  package let heapBytes: Int

  /// Counts now.
  package init() {
    descriptors = Self.entryCount("/proc/self/fd")
    threads = Self.entryCount("/proc/self/task")
    heapBytes = Int(clamping: heap_use())
  }

  /// What was left behind by so many events since `before`; nil for nothing.
  package func leftovers(since before: ProcessResources, events: Int) -> String? {
    var complaints: [String] = []
    if descriptors > before.descriptors {
      complaints.append("\(descriptors - before.descriptors) descriptors")
    }
    if threads > before.threads { complaints.append("\(threads - before.threads) threads") }
    let growth = heapBytes - before.heapBytes
    if growth > Self.settlingBytes + Self.bytesPerEvent * events {
      complaints.append("\(growth) bytes, \(growth / max(1, events)) an event")
    }
    return complaints.isEmpty ? nil : "left behind: " + complaints.joined(separator: ", ")
  }

  package var description: String {
    "\(descriptors) descriptors, \(threads) threads, \(heapBytes / 1024) kB"
  }

  private static func entryCount(_ path: String) -> Int {
    guard let folder = opendir(path) else { return 0 }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return count
  }
}
