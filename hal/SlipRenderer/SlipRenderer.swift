package import DotGraphics
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

  private let face: GlyphFace

  /// Opens a font; without one, the first that is found at the usual places.
  package init(font: FontFile? = nil) throws(DotGraphicsError) {
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
      guard let symbol = try? QRSymbol(data, correction: correction) else { return y }
      let code = symbol.image(moduleDots: size)
      let x = Self.start(code.width, alignment, dots: dots, on: image)
      image.burn(code, x: x, y: y)
      return y + code.height
    case .image(let bytesPerRow, let data, let width, let height, let alignment):
      let x = Self.start(bytesPerRow * 8 * width, alignment, dots: dots, on: image)
      for (index, byte) in data.enumerated() where byte != 0 {
        let (row, column) = index.quotientAndRemainder(dividingBy: bytesPerRow)
        for bit in 0..<8 where byte & (0x80 >> UInt8(bit)) != 0 {
          image.fill(
            x: x + (column * 8 + bit) * width, y: y + row * height, width: width, height: height)
        }
      }
      return y + data.count / max(1, bytesPerRow) * height
    case .barcode:
      return drawBarcode(item, at: y, dots: dots, on: &image)
    case .cut(let isPartial):
      let bottom = y + Self.margin
      image.extend(to: bottom)
      for x in stride(from: 0, to: image.width, by: isPartial ? 12 : 4) {
        image.fill(x: x, y: bottom - 1, width: isPartial ? 6 : 4, height: 1, with: 0x90)
      }
      return bottom
    }
  }

  /// Bars with their text; the text alone for a kind of code that is not Code 128.
  private func drawBarcode(
    _ item: EmulatedSlip.Item, at y: Int, dots: Int, on image: inout SlipImage
  ) -> Int {
    guard
      case .barcode(let system, let data, let size, let height, let textPosition, let alignment) =
        item
    else { return y }
    let text = [EmulatedSlip.Run(EmulatedSlip.text(system: system, data: data))]
    guard system == Code128.system, let code = Code128(data: data) else {
      draw(text, alignment, at: y, dots: dots, on: &image)
      return y + GlyphFace.cellHeight
    }
    var y = y
    if textPosition & 1 != 0 {
      draw(text, alignment, at: y, dots: dots, on: &image)
      y += GlyphFace.cellHeight
    }
    let bars = code.image(moduleDots: size, height: height)
    image.burn(bars, x: Self.start(bars.width, alignment, dots: dots, on: image), y: y)
    y += height
    if textPosition & 2 != 0 {
      draw(text, alignment, at: y, dots: dots, on: &image)
      y += GlyphFace.cellHeight
    }
    return y
  }

  private func draw(
    _ runs: [EmulatedSlip.Run], _ alignment: ESCPOSCommand.Alignment, at y: Int, dots: Int,
    on image: inout SlipImage
  ) {
    let width = runs.reduce(0) { $0 + GlyphFace.width(of: $1.text, scale: $1.width) }
    let height = GlyphFace.cellHeight * (runs.map(\.height).max() ?? 1)
    var x = Self.start(width, alignment, dots: dots, on: image)
    image.extend(to: y + height)
    for run in runs {
      // Small characters stand on the same line as big ones.
      let top = y + height - GlyphFace.cellHeight * run.height
      draw(run, x: x, y: top, on: &image)
      x += GlyphFace.width(of: run.text, scale: run.width)
    }
  }

  private func draw(_ run: EmulatedSlip.Run, x: Int, y: Int, on image: inout SlipImage) {
    let (width, height) = (
      GlyphFace.width(of: run.text, scale: run.width), GlyphFace.cellHeight * run.height
    )
    var ink = SlipImage.ink
    if run.isReverse {
      image.fill(x: x, y: y, width: width, height: height)
      ink = SlipImage.paper
    }
    if run.underline > 0 {
      image.fill(
        x: x, y: y + height - run.underline, width: width, height: run.underline, with: ink)
    }
    let dots = face.image(of: run.text, width: run.width, height: run.height, isBold: run.isBold)
    image.burn(dots, x: x, y: y, with: ink)
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
}
