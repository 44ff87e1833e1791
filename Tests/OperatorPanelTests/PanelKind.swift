import DotGraphics
import Testing

@testable import OperatorPanel

/// A panel that payment terminals have.
enum PanelKind: CaseIterable, Sendable, CustomTestStringConvertible {
  case mono128x64
  case mono192x96
  case colour320x240
  case colour240x320
  case colour480x272
  case colour480x800
  case colour720x1280

  var size: (width: Int, height: Int) {
    switch self {
    case .mono128x64: (128, 64)
    case .mono192x96: (192, 96)
    case .colour320x240: (320, 240)
    case .colour240x320: (240, 320)
    case .colour480x272: (480, 272)
    case .colour480x800: (480, 800)
    case .colour720x1280: (720, 1280)
    }
  }

  var isMono: Bool { self == .mono128x64 || self == .mono192x96 }

  var testDescription: String { "\(size.width) by \(size.height)\(isMono ? ", mono" : "")" }

  func painter() throws -> PanelPainter {
    let fonts = try PanelFonts.usual()
    return PanelPainter(
      metrics: PanelMetrics(width: size.width, height: size.height, isMono: isMono),
      glyphs: try GlyphStore(
        isMono ? fonts.sharp : fonts.smooth, depth: isMono ? .twoLevels : .shades))
  }
}
