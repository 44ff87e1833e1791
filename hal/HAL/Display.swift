/// A screen that shows text to the operator or the cardholder.
public protocol Display: AnyObject {
  /// What the profile calls it.
  var name: DeviceName { get }
  /// Whether it is there, as far as the driver can know.
  var isAvailable: Bool { get }
  /// Names the receiver of `deviceLost` and `deviceFound`.
  ///
  /// `isAvailable` has changed before its event is posted.
  func attach(to sink: any DeviceEventSink)
  /// Replaces what is shown; never waits, and a display that is gone is ignored.
  func show(_ content: DisplayContent)
}

/// What stands on a screen: lines with a meaning, not pixels.
public struct DisplayContent: Hashable, Sendable {
  /// What a line is, from which the display chooses size and colour.
  public enum Style: Hashable, Sendable, CaseIterable {
    /// Ordinary text.
    case body
    /// The one thing to look at: an amount, a result.
    case large
    /// Small print.
    case small
    /// Money moved as asked.
    case success
    /// Something went wrong.
    case failure
    /// Doubt: neither done nor failed.
    case warning
    /// Stars or digits that somebody is typing.
    case entry
  }

  /// One line of text.
  public struct Line: Hashable, Sendable {
    /// The text; a display shortens what does not fit.
    public var text: String
    /// What the line is.
    public var style: Style
    /// Puts a line together.
    public init(_ text: String, _ style: Style = .body) {
      self.text = text
      self.style = style
    }
  }

  /// A stable name of the screen, the same in every language, such as `enter-amount`.
  public var identifier: String
  /// The line at the top: connection, signal, time.
  public var status: Line
  /// The heading.
  public var title: String
  /// The lines below it.
  public var lines: [Line]
  /// What the keys do, at the bottom.
  public var hint: String

  /// Puts a screen together.
  public init(identifier: String, status: Line, title: String, lines: [Line], hint: String) {
    self.identifier = identifier
    self.status = status
    self.title = title
    self.lines = lines
    self.hint = hint
  }
}
