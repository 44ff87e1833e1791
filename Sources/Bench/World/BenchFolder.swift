import CLinux
import Foundation

/// The folder of one virtual counter: its sockets, its log, the terminal's data.
///
/// A lock keeps a second counter out; it ends with the process, however that ends.
final class BenchFolder {
  /// The folder.
  let path: String
  private let lock: Int32

  /// Makes the folder if need be, and locks it.
  init(path: String) throws(BenchProblem) {
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw BenchProblem("the folder \(path) can't be made", cure: error.localizedDescription)
    }
    lock = open("\(path)/bench.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard lock >= 0 else {
      throw BenchProblem(
        "the folder \(path) can't be written", cure: String(cString: strerror(errno)))
    }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      throw BenchProblem(
        "another virtual counter uses the folder \(path)",
        cure: "stop it, or use --set bench.directory=FOLDER and another --port")
    }
  }

  deinit { close(lock) }
}
