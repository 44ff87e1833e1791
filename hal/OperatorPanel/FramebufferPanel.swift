import DotGraphics
import Glibc
import HAL
import SystemPackage

/// A screen that is there: its memory, what it shows, and how to draw for it.
final class FramebufferPanel {
  private let framebuffer: Framebuffer
  private let path: String
  private let identity: (device: UInt64, node: UInt64)?
  private let painter: PanelPainter
  private let rotation: PanelRotation
  private let encoder: PixelEncoder
  /// What it shows; nil for who knows what.
  private var shown: PanelCanvas?
  private var line: [UInt8] = []

  /// Opens the screen; nil when it is not there or can't be used.
  init?(_ settings: FramebufferSettings) {
    guard let framebuffer = try? Framebuffer(path: settings.path) else { return nil }
    let format = framebuffer.shape.format.adjusted(
      isInverted: settings.isInverted, reversesBits: settings.reversesBits)
    guard
      let glyphs = try? GlyphStore(
        format.isMono ? settings.fonts.sharp : settings.fonts.smooth,
        depth: format.isMono ? .twoLevels : .shades)
    else { return nil }
    self.framebuffer = framebuffer
    path = settings.path
    identity = Self.identity(of: settings.path)
    rotation = settings.rotation
    let shape = framebuffer.shape
    encoder = PixelEncoder(format)
    // The settings speak of the panel as a person sees it.
    let turnsSides = settings.rotation.swapsSides
    let (width, height) = turnsSides ? (shape.height, shape.width) : (shape.width, shape.height)
    painter = PanelPainter(
      metrics: PanelMetrics(
        width: min(settings.width ?? width, width), height: min(settings.height ?? height, height),
        isMono: format.isMono),
      glyphs: glyphs)
  }

  /// Whether the node is still the one that was opened.
  var isStillThere: Bool {
    guard let identity, let now = Self.identity(of: path) else { return false }
    return identity == now
  }

  /// The pages of a screen, laid out.
  func pages(of content: DisplayContent) -> [PanelPage] { painter.pages(of: content) }

  /// Writes the rows that differ from what is shown.
  func show(_ page: PanelPage) throws(Errno) {
    let picture = painter.picture(of: page).turned(rotation)
    let old = shown
    // Until all is written nobody knows what stands there.
    shown = nil
    for y in 0..<picture.height {
      if let old, old.row(y) == picture.row(y) { continue }
      line.removeAll(keepingCapacity: true)
      encoder.encode(picture.row(y), to: &line)
      try write(line, row: y)
    }
    shown = picture
  }

  private func write(_ bytes: [UInt8], row y: Int) throws(Errno) {
    do throws(Errno) {
      try framebuffer.write(bytes, row: y)
    } catch {
      // A driver without a write of its own, or a screen that has gone: the map tells.
      do throws(Errno) { try framebuffer.mapMemory() } catch { throw error }
      try framebuffer.write(bytes, row: y)
    }
  }

  private static func identity(of path: String) -> (device: UInt64, node: UInt64)? {
    var status = Glibc.stat()
    guard stat(path, &status) == 0 else { return nil }
    return (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}
