import DotGraphics

/// The characters that a panel has shown lately, drawn.
final class GlyphStore {
  private struct Key: Hashable {
    var scalar: Unicode.Scalar
    var size: Int
  }

  /// The characters of some ten screens; then it starts anew.
  private static let limit = 400

  private let face: ScalableFace
  private let depth: ScalableFace.Depth
  private var glyphs: [Key: ScalableFace.Glyph] = [:]

  init(_ file: FontFile, depth: ScalableFace.Depth) throws(DotGraphicsError) {
    face = try ScalableFace(file)
    self.depth = depth
  }

  /// A character in an em square of so many dots; nil when the font can't draw it.
  func glyph(_ scalar: Unicode.Scalar, size: Int) -> ScalableFace.Glyph? {
    let key = Key(scalar: scalar, size: size)
    if let glyph = glyphs[key] { return glyph }
    guard let glyph = face.glyph(scalar, size: size, depth: depth) else { return nil }
    if glyphs.count >= Self.limit { glyphs.removeAll(keepingCapacity: true) }
    glyphs[key] = glyph
    return glyph
  }

  /// The dots that a text takes in one line.
  func width(of text: String, size: Int) -> Int {
    text.unicodeScalars.reduce(0) { $0 + (glyph($1, size: size)?.advance ?? 0) }
  }
}
