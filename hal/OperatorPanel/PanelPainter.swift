import DotGraphics
import HAL

/// Draws screens as pictures of a panel's size.
struct PanelPainter {
  let metrics: PanelMetrics
  private let glyphs: GlyphStore

  init(metrics: PanelMetrics, glyphs: GlyphStore) {
    self.metrics = metrics
    self.glyphs = glyphs
  }

  /// The pages of a screen, laid out.
  func pages(of content: DisplayContent) -> [PanelPage] {
    PanelTypesetter(metrics: metrics) { glyphs.width(of: $0, size: $1) }.pages(of: content)
  }

  /// The dots that a row takes.
  func width(of row: PanelPage.Row) -> Int { glyphs.width(of: row.text, size: row.size) }

  /// A page, drawn.
  func picture(of page: PanelPage) -> PanelCanvas {
    var canvas = PanelCanvas(width: metrics.width, height: metrics.height)
    var top = 0
    for band in [page.status, page.title].compactMap(\.self) {
      drawBand(band, at: top, on: &canvas)
      top += metrics.rowHeight(band.size)
    }
    var bottom = metrics.height
    if let hint = page.hint {
      bottom -= metrics.rowHeight(hint.size)
      drawBand(hint, at: bottom, on: &canvas)
    }
    draw(Array(page.lines.joined()), from: top, to: bottom, on: &canvas)
    return canvas
  }

  /// Spreads rows over the room between two heights, with at most half a row between them.
  private func draw(
    _ rows: [PanelPage.Row], from top: Int, to bottom: Int, on canvas: inout PanelCanvas
  ) {
    let used = rows.reduce(0) { $0 + metrics.rowHeight($1.size) }
    let free = max(0, bottom - top - used)
    let gap = min(metrics.body / 3, free / (rows.count + 1))
    var y = top + (free - gap * max(0, rows.count - 1)) / 2
    for row in rows {
      let height = metrics.rowHeight(row.size)
      if row.ink == .entry {
        canvas.fill(
          x: metrics.margin, y: y, width: metrics.textWidth, height: height, with: row.ink)
      }
      drawText(row, at: y, on: &canvas)
      y += height + gap
    }
  }

  private func drawBand(_ row: PanelPage.Row, at y: Int, on canvas: inout PanelCanvas) {
    canvas.fill(
      x: 0, y: y, width: metrics.width, height: metrics.rowHeight(row.size), with: row.ink)
    drawText(row, at: y, on: &canvas)
  }

  private func drawText(_ row: PanelPage.Row, at y: Int, on canvas: inout PanelCanvas) {
    let free = max(0, metrics.textWidth - width(of: row))
    var x = metrics.margin + (row.alignment == .center ? free / 2 : 0)
    let baseline = y + metrics.baseline(row.size)
    for scalar in row.text.unicodeScalars {
      guard let glyph = glyphs.glyph(scalar, size: row.size) else { continue }
      for line in 0..<glyph.rows {
        for column in 0..<glyph.width {
          canvas.cover(
            x: x + glyph.left + column, y: baseline - glyph.top + line,
            by: glyph.coverage[line * glyph.width + column], with: row.ink)
        }
      }
      x += glyph.advance
    }
  }
}
