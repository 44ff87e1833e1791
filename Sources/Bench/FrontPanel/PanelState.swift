import HAL

/// Everything that the front panel draws, as one JSON object.
struct PanelState: Hashable, Sendable, Encodable {
  /// A line of the screen.
  struct Line: Hashable, Sendable, Encodable {
    var text: String
    var style: String
  }

  /// What the screen shows.
  struct Screen: Hashable, Sendable, Encodable {
    var identifier: String
    var status: Line
    var title: String
    var lines: [Line]
    var hint: String
  }

  /// A card on the counter.
  struct Card: Hashable, Sendable, Encodable {
    var identifier: String
    var name: PanelText
    /// The masked number, as embossed.
    var number: String
    /// The colour of its face, in degrees.
    var hue: Int
    var hasChip: Bool
    var hasStripe: Bool
    var remark: PanelText
  }

  /// The modem and its SIM.
  struct Modem: Hashable, Sendable, Encodable {
    var isSIMPresent: Bool
    /// 0 to 5.
    var bars: Int
  }

  /// The printer.
  struct Printer: Hashable, Sendable, Encodable {
    var hasPaper: Bool
    var isCoverOpen: Bool
  }

  /// A slip, at `slips/NUMBER.png`.
  struct Slip: Hashable, Sendable, Encodable {
    var number: Int
    var width: Int
    var height: Int
    /// What stands on it, for who can't see it.
    var text: String
  }

  /// Something to choose.
  struct Choice: Hashable, Sendable, Encodable {
    var identifier: String
    var name: PanelText
  }

  /// The center.
  struct Center: Hashable, Sendable, Encodable {
    var isRunning: Bool
    var fault: String
    var faults: [Choice]
    var violations: [String]
  }

  /// What one of the books says of a transaction.
  struct Side: Hashable, Sendable, Encodable {
    var name: PanelText
    /// `success`, `warning`, `failure` or nothing.
    var style: String
  }

  /// A transaction in both books.
  struct BookRow: Hashable, Sendable, Encodable {
    var trace: String
    var type: PanelText
    var amount: String
    /// The last four digits.
    var card: String
    var terminal: Side?
    var center: Side?
    /// Whether both say the same.
    var isAgreed: Bool
    /// Whether it is too early to compare: it is under way, or the terminal's word is out of date.
    var isPending: Bool
  }

  /// A line of the log.
  struct LogEntry: Hashable, Sendable, Encodable {
    var time: String
    var text: String
  }

  var isPowered: Bool
  var screen: Screen?
  /// Why the terminal ended by itself.
  var problem: String?
  var cards: [Card]
  var insertedCard: String?
  var modem: Modem
  var isNetworkUp: Bool
  var printer: Printer
  /// Newest first.
  var slips: [Slip]
  var center: Center
  var cutPoints: [Choice]
  var armedCut: String?
  /// Newest first.
  var books: [BookRow]
  /// Newest first.
  var log: [LogEntry]
}

extension PanelState.Screen {
  /// Takes a screen as the terminal showed it.
  init(_ content: DisplayContent) {
    identifier = content.identifier
    status = PanelState.Line(content.status)
    title = content.title
    lines = content.lines.map(PanelState.Line.init)
    hint = content.hint
  }
}

extension PanelState.Line {
  init(_ line: DisplayContent.Line) {
    text = line.text
    style = line.style.panelName
  }
}

extension DisplayContent.Style {
  /// The name of the style in the page and in the evidence of a scenario.
  var panelName: String {
    switch self {
    case .body: "body"
    case .large: "large"
    case .small: "small"
    case .success: "success"
    case .failure: "failure"
    case .warning: "warning"
    case .entry: "entry"
    }
  }
}
