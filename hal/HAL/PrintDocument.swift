/// What stands on a slip, line by line; how a printer is told so is its driver's affair.
public struct PrintDocument: Hashable, Sendable {
  /// Where a line stands.
  public enum Alignment: String, Hashable, Sendable, CaseIterable {
    /// At the left edge.
    case left
    /// In the middle.
    case center
    /// At the right edge.
    case right
  }

  /// How big its characters are.
  public enum Size: String, Hashable, Sendable, CaseIterable {
    /// One line high, half-width characters one column wide.
    case normal
    /// Twice as wide and high.
    case double
    /// Twice as high.
    case tall
  }

  /// One thing on the paper.
  public enum Element: Hashable, Sendable {
    /// A line of text, wrapped when it is too long.
    case text(String, alignment: Alignment, size: Size, isBold: Bool)
    /// A label at the left and a value at the right; two lines when they do not fit on one.
    case pair(String, String)
    /// A line across.
    case rule
    /// Empty lines.
    case feed(lines: Int)
    /// A QR code of the text; the text itself where it is too long for a code.
    case qrCode(String)
    /// A bar code (Code 128) with its text below; the text itself where no code can say it or it
    /// is too wide for the paper.
    case barcode(String)
    /// The picture that the profile names; nothing where it names none.
    case logo
    /// Opens the drawer that the profile names; nothing where it names none.
    case drawer
    /// The end of a slip: cut where there is a cutter.
    case cut
  }

  /// From the top to the bottom.
  public var elements: [Element]

  /// Puts a slip together.
  public init(_ elements: [Element] = []) { self.elements = elements }
}
