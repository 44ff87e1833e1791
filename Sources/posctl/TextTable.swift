/// Columns that line up on a screen, Chinese characters counted as two.
struct TextTable {
  private let rows: [[String]]
  private let rightAligned: Set<Int>

  /// Takes rows of cells; the columns with the numbers in `rightAligned` end at the same place.
  init(rows: [[String]], rightAligned: Set<Int> = []) {
    self.rows = rows.map { $0.map(TerminalText.harmless) }
    self.rightAligned = rightAligned
  }

  /// One line a row, each with its line end, without blanks at its end.
  var text: String {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        let width = TerminalText.columnCount(of: cell)
        if column < widths.count {
          widths[column] = max(widths[column], width)
        } else {
          widths.append(width)
        }
      }
    }
    return rows.map { line($0, widths) }.joined()
  }

  private func line(_ row: [String], _ widths: [Int]) -> String {
    var line = row.enumerated().map { column, cell in
      TerminalText.padded(
        cell, to: widths[column], onTheLeft: rightAligned.contains(column))
    }.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
