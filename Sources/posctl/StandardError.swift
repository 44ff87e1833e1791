import Glibc

/// Where complaints and hints go, so that standard output holds the answer alone.
enum StandardError {
  /// Writes a line; a reader that has gone is nobody's trouble.
  static func write(_ line: String) {
    // What was printed before comes first where both end on the same screen.
    fflush(nil)
    var rest = Array((line + "\n").utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
