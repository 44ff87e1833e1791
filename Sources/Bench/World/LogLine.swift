/// A line of the terminal's log, masked at its source.
struct LogLine: Hashable, Sendable {
  /// When it came, since the counter started.
  var time: Duration
  /// The line, a JSON object.
  var text: String
}
