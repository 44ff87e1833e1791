import ESCPOS

/// Characters that were drawn lately: slips say the same few hundred again and again.
final class GlyphCache {
  /// A character at a size.
  struct Key: Hashable {
    let scalar: Unicode.Scalar
    let width: Int
    let height: Int
  }

  /// The dots of a character; the origin is the left end of its baseline.
  struct Glyph {
    let left: Int
    let top: Int
    let dots: DotImage
  }

  /// As many as a slip has; some 70 bytes each.
  private static let limit = 512

  private var glyphs: [Key: Glyph] = [:]

  subscript(key: Key) -> Glyph? {
    get { glyphs[key] }
    set {
      if glyphs.count >= Self.limit { glyphs.removeAll(keepingCapacity: true) }
      glyphs[key] = newValue
    }
  }
}
