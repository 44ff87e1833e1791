import CFreeType

/// A face of a font, from which single characters are drawn with one bit a dot.
struct GlyphFace: ~Copyable {
  /// The dots of a character; the origin is the left end of its baseline.
  struct Glyph {
    var left: Int
    var top: Int
    var width: Int
    var rows: Int
    /// Row by row, true for ink.
    var ink: [Bool]
  }

  private let library: FT_Library
  private let face: FT_Face

  init(_ file: FontFile) throws(SlipRenderingError) {
    var library: FT_Library?
    var code = FT_Init_FreeType(&library)
    guard code == 0, let library else { throw .fontUnusable(path: file.path, code: code) }
    var face: FT_Face?
    code = FT_New_Face(library, file.path, file.face, &face)
    guard code == 0, let face else {
      FT_Done_FreeType(library)
      throw .fontUnusable(path: file.path, code: code)
    }
    self.library = library
    self.face = face
  }

  deinit {
    FT_Done_Face(face)
    FT_Done_FreeType(library)
  }

  /// Draws a character in an em square of so many dots; nil when the font can't.
  func glyph(_ scalar: Unicode.Scalar, width: Int, height: Int) -> Glyph? {
    guard FT_Set_Pixel_Sizes(face, UInt32(width), UInt32(height)) == 0,
      FT_Load_Char(face, FT_ULong(scalar.value), lianji_ft_load_mono) == 0,
      let slot = face.pointee.glyph
    else { return nil }
    let bitmap = slot.pointee.bitmap
    var glyph = Glyph(
      left: Int(slot.pointee.bitmap_left), top: Int(slot.pointee.bitmap_top),
      width: Int(bitmap.width), rows: Int(bitmap.rows), ink: [])
    guard let buffer = bitmap.buffer else { return glyph }
    glyph.ink.reserveCapacity(glyph.width * glyph.rows)
    for row in 0..<glyph.rows {
      let line = buffer + row * Int(bitmap.pitch)
      for column in 0..<glyph.width {
        glyph.ink.append(line[column >> 3] & (0x80 >> UInt8(column & 7)) != 0)
      }
    }
    return glyph
  }
}
