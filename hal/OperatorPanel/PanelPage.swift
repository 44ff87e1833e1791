/// What stands on a panel at a time: rows of text that fit.
struct PanelPage: Hashable {
  /// Where a row begins.
  enum Alignment: Hashable {
    case left
    case center
  }

  /// A row.
  struct Row: Hashable {
    var text: String
    var ink: PanelInk
    var size: Int
    var alignment: Alignment
  }

  var status: Row?
  var title: Row?
  /// The rows of each line of the screen.
  var lines: [[Row]]
  var hint: Row?
}
