/// A printer of slips.
public protocol ReceiptPrinter: AnyObject {
  /// What the profile calls it.
  var name: DeviceName { get }
  /// How many half-width characters stand on a line.
  var columns: Int { get }
  /// Asks for paper, cover and head.
  func status(timeout: Duration) async throws(PrinterError) -> PrinterStatus
  /// Prints a whole slip, and returns only when it is printed or can't be.
  ///
  /// After a failure in the middle, the caller prints the slip again from the top.
  func print(_ document: PrintDocument, timeout: Duration) async throws(PrinterError) -> PrintProof
}

/// How sure it is that a slip came out.
public enum PrintProof: Hashable, Sendable {
  /// The printer said that it had processed everything.
  case confirmed
  /// The bytes were taken; the printer does not tell more.
  case weak
}

/// The state of a printer.
public struct PrinterStatus: Hashable, Sendable {
  /// There is paper.
  public var hasPaper: Bool
  /// The paper will be out soon.
  public var isPaperLow: Bool
  /// The cover is open.
  public var isCoverOpen: Bool
  /// The head is too hot and will recover by itself.
  public var isOverheated: Bool

  /// Puts a status together; the defaults are those of a healthy printer.
  public init(
    hasPaper: Bool = true, isPaperLow: Bool = false, isCoverOpen: Bool = false,
    isOverheated: Bool = false
  ) {
    self.hasPaper = hasPaper
    self.isPaperLow = isPaperLow
    self.isCoverOpen = isCoverOpen
    self.isOverheated = isOverheated
  }
}

/// Why a slip did not come out.
public enum PrinterError: Error, Hashable, Sendable {
  /// The port can't be opened or is gone; the code is errno.
  case portUnavailable(code: Int32)
  /// No paper.
  case paperOut
  /// The cover is open.
  case coverOpen
  /// The head is too hot.
  case overheated
  /// Something mechanical.
  case mechanical
  /// The printer does not take bytes or does not answer.
  case timedOut
}

/// What stands on a slip, line by line; how a printer is told so is its driver's affair.
public struct PrintDocument: Hashable, Sendable {
  /// Where a line stands.
  public enum Alignment: Hashable, Sendable {
    /// At the left edge.
    case left
    /// In the middle.
    case center
    /// At the right edge.
    case right
  }

  /// How big its characters are.
  public enum Size: Hashable, Sendable {
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
    /// A QR code of the text.
    case qrCode(String)
    /// The end of a slip: cut where there is a cutter.
    case cut
  }

  /// From the top to the bottom.
  public var elements: [Element]

  /// Puts a slip together.
  public init(_ elements: [Element] = []) { self.elements = elements }
}
