import ESCPOS
package import MockDevices

/// Shows what an emulated printer printed, dot by dot, as it would lie on the counter.
///
/// There are 203 dots to the inch; paper of 58 mm is 464 dots wide, of 80 mm 640, with the head in
/// the middle.
package final class SlipRenderer {
  /// Empty paper above the first and below the last line, in dots.
  private static let margin = 32
  /// The height of the teeth of torn paper.
  private static let toothHeight = 8
  private static let cell = 24
  /// The baseline is so far from the top of a cell of 24 dots.
  private static let baseline = 21

  private let face: GlyphFace

  /// Opens a font; without one, the first that is found at the usual places.
  package init(font: FontFile? = nil) throws(SlipRenderingError) {
    if let font { face = try GlyphFace(font) } else { face = try GlyphFace(FontFile.first()) }
  }

  /// Draws a slip.
  package func image(of slip: EmulatedSlip) -> SlipImage {
    var image = SlipImage(width: slip.dots + (slip.dots > 400 ? 64 : 80))
    var y = Self.margin
    image.extend(to: y)
    for item in slip.items { y = draw(item, at: y, dots: slip.dots, on: &image) }
    image.extend(to: y + Self.margin)
    if !slip.isComplete { tear(&image) }
    return image
  }

  /// Draws a slip as a PNG file.
  package func png(of slip: EmulatedSlip) throws(SlipRenderingError) -> [UInt8] {
    try image(of: slip).png()
  }

  /// Draws one thing; gives where the next one begins.
  private func draw(
    _ item: EmulatedSlip.Item, at y: Int, dots: Int, on image: inout SlipImage
  ) -> Int {
    switch item {
    case .line(let runs, let alignment, let spacing):
      draw(runs, alignment, at: y, dots: dots, on: &image)
      return y + spacing
    case .feed(let feed): return y + feed
    case .qrCode(let data, let size, let correction, let alignment):
      guard let symbol = QRSymbol(data, correction: correction) else { return y }
      let width = symbol.edge * size
      let x = Self.start(width, alignment, dots: dots, on: image)
      for (index, isDark) in symbol.modules.enumerated() where isDark {
        let (row, column) = index.quotientAndRemainder(dividingBy: symbol.edge)
        image.fill(x: x + column * size, y: y + row * size, width: size, height: size)
      }
      return y + width
    case .image(let bytesPerRow, let data, let width, let height, let alignment):
      let x = Self.start(bytesPerRow * 8 * width, alignment, dots: dots, on: image)
      for (index, byte) in data.enumerated() {
        let (row, column) = index.quotientAndRemainder(dividingBy: bytesPerRow)
        for bit in 0..<8 where byte & (0x80 >> UInt8(bit)) != 0 {
          image.fill(
            x: x + (column * 8 + bit) * width, y: y + row * height, width: width, height: height)
        }
      }
      return y + data.count / max(1, bytesPerRow) * height
    case .barcode(_, let data, let alignment):
      let text = EmulatedSlip.Run(String(decoding: data, as: UTF8.self))
      draw([text], alignment, at: y, dots: dots, on: &image)
      return y + Self.cell
    case .cut(let isPartial):
      let bottom = y + Self.margin
      image.extend(to: bottom)
      for x in stride(from: 0, to: image.width, by: isPartial ? 12 : 4) {
        image.fill(x: x, y: bottom - 1, width: isPartial ? 6 : 4, height: 1, with: 0x90)
      }
      return bottom
    }
  }

  private func draw(
    _ runs: [EmulatedSlip.Run], _ alignment: ESCPOSCommand.Alignment, at y: Int, dots: Int,
    on image: inout SlipImage
  ) {
    let width = runs.reduce(0) { $0 + Self.width(of: $1) }
    let height = Self.cell * (runs.map(\.height).max() ?? 1)
    var x = Self.start(width, alignment, dots: dots, on: image)
    image.extend(to: y + height)
    for run in runs {
      // Small characters stand on the same line as big ones.
      let top = y + height - Self.cell * run.height
      for scalar in run.text.unicodeScalars {
        let columns = Self.columns(of: scalar)
        draw(scalar, columns: columns, of: run, x: x, y: top, on: &image)
        x += columns * Self.cell / 2 * run.width
      }
    }
  }

  private func draw(
    _ scalar: Unicode.Scalar, columns: Int, of run: EmulatedSlip.Run, x: Int, y: Int,
    on image: inout SlipImage
  ) {
    let (width, height) = (columns * Self.cell / 2 * run.width, Self.cell * run.height)
    var ink = SlipImage.ink
    if run.isReverse {
      image.fill(x: x, y: y, width: width, height: height)
      ink = SlipImage.paper
    }
    if run.underline > 0 {
      image.fill(
        x: x, y: y + height - run.underline, width: width, height: run.underline, with: ink)
    }
    guard let glyph = face.glyph(scalar, width: Self.cell * run.width, height: height)
    else { return }
    // A bold character is burnt twice, one dot apart.
    let strokes = run.isBold ? 0...run.width : 0...0
    for row in 0..<glyph.rows {
      for column in 0..<glyph.width where glyph.ink[row * glyph.width + column] {
        image.fill(
          x: x + glyph.left + column, y: y + Self.baseline * run.height - glyph.top + row,
          width: strokes.count, height: 1, with: ink)
      }
    }
  }

  /// Teeth along the lower edge, where the paper was torn.
  private func tear(_ image: inout SlipImage) {
    let bottom = image.height
    for x in 0..<image.width {
      let phase = x % (2 * Self.toothHeight)
      let depth = min(phase, 2 * Self.toothHeight - phase)
      image.fill(x: x, y: bottom - Self.toothHeight + depth - 1, width: 1, height: 1, with: 0x90)
    }
  }

  private static func start(
    _ width: Int, _ alignment: ESCPOSCommand.Alignment, dots: Int, on image: SlipImage
  ) -> Int {
    let edge = (image.width - dots) / 2
    return switch alignment {
    case .left: edge
    case .center: edge + max(0, dots - width) / 2
    case .right: edge + max(0, dots - width)
    }
  }

  private static func width(of run: EmulatedSlip.Run) -> Int {
    run.text.unicodeScalars.reduce(0) { $0 + columns(of: $1) * cell / 2 * run.width }
  }

  /// A byte that is no character takes the place of a half-width one.
  private static func columns(of scalar: Unicode.Scalar) -> Int {
    scalar == "\u{FFFD}" ? 1 : DisplayWidth.columns(of: scalar)
  }
}
