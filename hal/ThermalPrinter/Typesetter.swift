import DotGraphics
import ESCPOS

/// Draws lines with our own font, for printers whose font lacks what they say.
///
/// The font is opened when it is first needed, and FreeType with it.
final class Typesetter {
  /// A font in a box that can be there or not.
  private final class OpenFont {
    let face: GlyphFace
    init(_ file: FontFile) throws(DotGraphicsError) { face = try GlyphFace(file) }
  }

  private let file: FontFile
  private let dots: Int
  private lazy var font = try? OpenFont(file)

  init(_ file: FontFile, dots: Int) {
    self.file = file
    self.dots = dots
  }

  /// A line as a picture; nil when the font can't be opened.
  ///
  /// At the left it is as wide as its text, elsewhere as wide as the head.
  func image(
    of line: String, _ alignment: ESCPOSCommand.Alignment, width: Int, height: Int, isBold: Bool
  ) -> DotImage? {
    guard let font else { return nil }
    let textWidth = min(dots, GlyphFace.width(of: line, scale: width))
    let x =
      switch alignment {
      case .left: 0
      case .center: (dots - textWidth) / 2
      case .right: dots - textWidth
      }
    var image = DotImage(
      width: alignment == .left ? min(dots, max(8, textWidth + width)) : dots,
      height: GlyphFace.cellHeight * height)
    font.face.draw(line, x: x, width: width, height: height, isBold: isBold, on: &image)
    return image
  }
}
