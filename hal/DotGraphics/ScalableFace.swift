import CFreeType

/// A face of a font, from which single characters are drawn in any size, for screens.
package struct ScalableFace: ~Copyable {
  /// How finely a character is drawn.
  package enum Depth: Hashable, Sendable {
    /// A dot is set or not.
    case twoLevels
    /// A dot is covered in 256 steps.
    case shades
  }

  /// A character; the origin is the left end of its baseline.
  package struct Glyph: Hashable, Sendable {
    /// From the origin to the leftmost column.
    package var left: Int
    /// From the baseline up to the upper edge of the first row.
    package var top: Int
    /// Columns.
    package var width: Int
    /// Row by row, 0 for a dot that stays as it is and 255 for one that is all covered.
    package var coverage: [UInt8]
    /// From the origin to that of the next character.
    package var advance: Int

    /// Rows.
    package var rows: Int { width == 0 ? 0 : coverage.count / width }
  }

  private let font: OpaquePointer

  /// Opens a face.
  package init(_ file: FontFile) throws(DotGraphicsError) {
    font = try file.open()
  }

  deinit { font_close(font) }

  /// Whether the font has a character.
  package func has(_ scalar: Unicode.Scalar) -> Bool { font_has(font, UInt(scalar.value)) != 0 }

  /// Draws a character in an em square of so many dots; nil when the font can't.
  package func glyph(_ scalar: Unicode.Scalar, size: Int, depth: Depth) -> Glyph? {
    var drawn = font_glyph()
    let em = UInt32(clamping: size)
    let code =
      switch depth {
      case .twoLevels: font_draw(font, UInt(scalar.value), em, em, &drawn)
      case .shades: font_shade(font, UInt(scalar.value), em, em, &drawn)
      }
    guard code == 0 else { return nil }
    var glyph = Glyph(
      left: Int(drawn.left), top: Int(drawn.top), width: Int(drawn.width), coverage: [],
      advance: Int(drawn.advance))
    guard let dots = drawn.dots else {
      glyph.width = 0
      return glyph
    }
    glyph.coverage.reserveCapacity(glyph.width * Int(drawn.rows))
    for row in 0..<Int(drawn.rows) {
      let line = dots + row * Int(drawn.pitch)
      for column in 0..<glyph.width {
        switch depth {
        case .shades: glyph.coverage.append(line[column])
        case .twoLevels:
          let isSet = line[column >> 3] & (0x80 >> UInt8(column & 7)) != 0
          glyph.coverage.append(isSet ? 255 : 0)
        }
      }
    }
    return glyph
  }
}
