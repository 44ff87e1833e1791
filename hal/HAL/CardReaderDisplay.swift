/// The display of a card reader, in characters.
public struct CardReaderDisplay: Hashable, Sendable {
  /// Characters on a line.
  public var columns: Int
  /// Lines.
  public var lines: Int

  /// Puts a display together.
  public init(columns: Int, lines: Int) {
    self.columns = columns
    self.lines = lines
  }
}
