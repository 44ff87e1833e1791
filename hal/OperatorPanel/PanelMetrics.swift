/// The sizes of text on a panel, as dots of an em square.
struct PanelMetrics: Hashable {
  /// The height that one character of a Chinese dot font has, and a row of it.
  private static let dotFontSize = 16

  let width: Int
  let height: Int
  let body: Int
  /// For a line that is a little too long for its row.
  let tightBody: Int
  let large: Int
  let small: Int
  let status: Int
  let title: Int
  let hint: Int
  /// Empty dots at the left and the right.
  let margin: Int
  /// Whether a row is as high as its characters, as on panels that count their dots.
  let isDense: Bool

  init(width: Int, height: Int, isMono: Bool) {
    self.width = width
    self.height = height
    isDense = isMono
    if isMono {
      body = Self.dotFontSize
      large = height >= 8 * Self.dotFontSize ? 2 * Self.dotFontSize : Self.dotFontSize
      (tightBody, small, status, title, hint) = (body, body, body, body, body)
      margin = 0
    } else {
      body = max(14, min(width / 13, height / 10))
      tightBody = body * 7 / 8
      large = body * 7 / 4
      small = max(12, body * 3 / 4)
      status = small
      title = body
      hint = small
      margin = body / 3
    }
  }

  /// The height of a row of this size.
  func rowHeight(_ size: Int) -> Int { isDense ? size : size * 5 / 4 }

  /// From the top of a row to its baseline.
  func baseline(_ size: Int) -> Int { (rowHeight(size) - size) / 2 + size * 7 / 8 }

  /// The dots that a line of text may take.
  var textWidth: Int { max(0, width - 2 * margin) }
}
