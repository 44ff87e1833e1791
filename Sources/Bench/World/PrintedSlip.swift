/// A slip that came out of the counter's printer.
package struct PrintedSlip: Hashable, Sendable {
  /// Which one it is since the counter started, from 1.
  package var number: Int
  /// Its lines of text.
  package var lines: [String]
  /// How it looks.
  package var image: [UInt8]
  /// The width of the image in dots.
  package var width: Int
  /// The height of the image in dots.
  package var height: Int
  /// Whether it was printed to its end.
  package var isComplete: Bool

  /// The lines, one below the other.
  package var text: String { lines.joined(separator: "\n") }
}
