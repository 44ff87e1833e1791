package import DotGraphics

/// The fonts of a panel.
package struct PanelFonts: Hashable, Sendable {
  /// For panels with shades: outlines.
  package var smooth: FontFile
  /// For panels of one bit a dot: a font that was drawn for sixteen dots.
  package var sharp: FontFile

  /// One font for all panels, or one for each of the two kinds.
  package init(smooth: FontFile, sharp: FontFile? = nil) {
    self.smooth = smooth
    self.sharp = sharp ?? smooth
  }

  /// The fonts of the distribution; without one for sixteen dots, the outlines have to do.
  package static func usual() throws(DotGraphicsError) -> PanelFonts {
    let smooth = try FontFile.first(of: usualSmooth)
    return PanelFonts(smooth: smooth, sharp: try? FontFile.first(of: usualSharp))
  }

  /// The faces with Latin letters of their natural widths.
  private static let usualSmooth = [
    FontFile(path: "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", face: 0),
    FontFile(path: "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc", face: 0),
    FontFile(path: "/usr/share/fonts/wqy-microhei-fonts/wqy-microhei.ttc", face: 0),
    FontFile(path: "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", face: 0),
    FontFile(path: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", face: 2),
  ]

  private static let usualSharp = [
    FontFile(path: "/usr/share/fonts/opentype/unifont/unifont.otf", face: 0),
    FontFile(path: "/usr/share/fonts/truetype/unifont/unifont.ttf", face: 0),
    FontFile(path: "/usr/share/fonts/unifont/unifont.otf", face: 0),
    FontFile(path: "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", face: 0),
  ]
}
