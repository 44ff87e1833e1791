import CFreeType
package import ESCPOS

/// A face of a font, from which text is drawn as a thermal printer prints it: one bit a dot, in
/// cells of 12 by 24 dots, Chinese characters in two of them.
package struct GlyphFace: ~Copyable {
  /// A half-width character is so many dots wide.
  package static let cellWidth = 12
  /// Every character is so many dots high.
  package static let cellHeight = 24
  /// The baseline is so far from the top of a cell.
  private static let baseline = 21

  private let font: OpaquePointer
  private let cache = GlyphCache()

  /// Opens a face.
  package init(_ file: FontFile) throws(DotGraphicsError) {
    font = try file.open()
  }

  deinit { font_close(font) }

  /// How many cells a character takes; a byte that is no character takes one.
  package static func cells(of scalar: Unicode.Scalar) -> Int {
    scalar == "\u{FFFD}" ? 1 : DisplayWidth.columns(of: scalar)
  }

  /// How many dots a text is wide, each dot being repeated so often across.
  package static func width(of text: String, scale: Int = 1) -> Int {
    text.unicodeScalars.reduce(0) { $0 + cells(of: $1) } * cellWidth * scale
  }

  /// Draws a text in one line.
  ///
  /// Dots are so often repeated across and down, and bold ones are burnt twice, one dot apart. What
  /// the font lacks stays empty.
  package func image(
    of text: String, width: Int = 1, height: Int = 1, isBold: Bool = false
  ) -> DotImage {
    var image = DotImage(
      width: Self.width(of: text, scale: width), height: Self.cellHeight * height)
    draw(text, x: 0, width: width, height: height, isBold: isBold, on: &image)
    return image
  }

  /// Draws such a line at the top of a picture, from the column `x` on.
  package func draw(
    _ text: String, x start: Int, width: Int, height: Int, isBold: Bool,
    on image: inout DotImage
  ) {
    var x = start
    for scalar in text.unicodeScalars {
      draw(scalar, at: x, width: width, height: height, isBold: isBold, on: &image)
      x += Self.cells(of: scalar) * Self.cellWidth * width
    }
  }

  private func draw(
    _ scalar: Unicode.Scalar, at x: Int, width: Int, height: Int, isBold: Bool,
    on image: inout DotImage
  ) {
    guard let glyph = glyph(GlyphCache.Key(scalar: scalar, width: width, height: height)) else {
      return
    }
    let (left, top) = (x + glyph.left, Self.baseline * height - glyph.top)
    image.draw(glyph.dots, x: left, y: top)
    guard isBold else { return }
    for stroke in 1...width { image.draw(glyph.dots, x: left + stroke, y: top) }
  }

  private func glyph(_ key: GlyphCache.Key) -> GlyphCache.Glyph? {
    if let known = cache[key] { return known }
    var drawn = font_glyph()
    let size = UInt32(Self.cellHeight)
    guard
      font_draw(
        font, UInt(key.scalar.value), size * UInt32(key.width), size * UInt32(key.height), &drawn)
        == 0,
      let dots = drawn.dots
    else { return nil }
    var image = DotImage(width: Int(drawn.width), height: Int(drawn.rows))
    for row in 0..<image.height {
      let line = dots + row * Int(drawn.pitch)
      for column in 0..<image.width
      where line[column >> 3] & (0x80 >> UInt8(column & 7)) != 0 { image[column, row] = true }
    }
    let glyph = GlyphCache.Glyph(left: Int(drawn.left), top: Int(drawn.top), dots: image)
    cache[key] = glyph
    return glyph
  }
}
