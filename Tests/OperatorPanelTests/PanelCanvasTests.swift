import Testing

@testable import OperatorPanel

@Suite struct PanelCanvasTests {
  /// Three by two, with ink in the upper left and in the lower middle.
  private var picture: PanelCanvas {
    var canvas = PanelCanvas(width: 3, height: 2)
    canvas.cover(x: 0, y: 0, by: 255, with: .page)
    canvas.cover(x: 1, y: 1, by: 255, with: .page)
    return canvas
  }

  private func rows(_ canvas: PanelCanvas) -> [String] {
    (0..<canvas.height).map { y in
      canvas.row(y).map { $0 & 0x0F > 7 ? "#" : "." }.joined()
    }
  }

  @Test func `turned by quarters, a picture stands as the panel needs it`() {
    #expect(rows(picture.turned(.none)) == ["#..", ".#."])
    #expect(rows(picture.turned(.right)) == [".#", "#.", ".."])
    #expect(rows(picture.turned(.half)) == [".#.", "..#"])
    #expect(rows(picture.turned(.left)) == ["..", ".#", "#."])
  }

  @Test func `a quarter four times is no turn`() {
    #expect(picture.turned(.right).turned(.right) == picture.turned(.half))
    #expect(picture.turned(.right).turned(.left) == picture)
  }

  @Test func `what lies beside the picture is left out`() {
    var canvas = picture
    canvas.fill(x: -5, y: -5, width: 100, height: 3, with: .hint)
    canvas.fill(x: 5, y: 0, width: 3, height: 3, with: .hint)
    canvas.fill(x: 0, y: 7, width: 3, height: 3, with: .hint)
    canvas.cover(x: 3, y: 0, by: 255, with: .page)
    canvas.cover(x: 0, y: -1, by: 255, with: .page)
    #expect(canvas == picture)
    canvas.fill(x: -1, y: 1, width: 2, height: 9, with: .hint)
    #expect(canvas.row(1).first == PanelInk.hint.rawValue << 4)
    #expect(PanelCanvas(width: -1, height: 4).cells.isEmpty)
  }

  @Test func `of two coverages the stronger stays`() {
    var canvas = PanelCanvas(width: 1, height: 1)
    canvas.cover(x: 0, y: 0, by: 200, with: .page)
    let strong = canvas
    canvas.cover(x: 0, y: 0, by: 100, with: .page)
    canvas.cover(x: 0, y: 0, by: 0, with: .failure)
    #expect(canvas == strong)
  }
}
