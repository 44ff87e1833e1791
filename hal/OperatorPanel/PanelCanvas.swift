/// A picture for a panel: each cell is an ink and how much of it covers the dot.
///
/// A cell holds the ink's number in the upper half and sixteen steps of coverage in the lower one,
/// so that it is one byte on any panel and its colours are looked up when it is written.
struct PanelCanvas: Hashable {
  let width: Int
  let height: Int
  private(set) var cells: [UInt8]

  /// An empty page.
  init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = [UInt8](repeating: PanelInk.page.rawValue << 4, count: self.width * self.height)
  }

  /// The cells of a row.
  func row(_ y: Int) -> ArraySlice<UInt8> { cells[y * width..<(y + 1) * width] }

  /// Paints a rectangle with an ink's background; what lies beside the picture is left out.
  mutating func fill(x: Int, y: Int, width: Int, height: Int, with ink: PanelInk) {
    let left = max(0, x)
    let right = min(self.width, x + width)
    guard left < right else { return }
    for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
      for column in left..<right { cells[row * self.width + column] = ink.rawValue << 4 }
    }
  }

  /// Covers a dot with an ink; the stronger of two coverages stays.
  mutating func cover(x: Int, y: Int, by coverage: UInt8, with ink: PanelInk) {
    guard coverage > 0, x >= 0, x < width, y >= 0, y < height else { return }
    let place = y * width + x
    let share = UInt8((Int(coverage) * 15 + 127) / 255)
    let base = ink.rawValue << 4
    cells[place] = base | max(share, cells[place] & 0xF0 == base ? cells[place] & 0x0F : 0)
  }

  /// The picture as a panel that was built in turned shows it.
  func turned(_ rotation: PanelRotation) -> PanelCanvas {
    switch rotation {
    case .none: return self
    case .half:
      var turned = self
      turned.cells.reverse()
      return turned
    case .right, .left:
      var turned = PanelCanvas(width: height, height: width)
      for y in 0..<turned.height {
        for x in 0..<turned.width {
          let (column, row) = rotation == .right ? (y, height - 1 - x) : (width - 1 - y, x)
          turned.cells[y * turned.width + x] = cells[row * width + column]
        }
      }
      return turned
    }
  }
}
