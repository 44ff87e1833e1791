import DotGraphics

/// What a board says of its screen.
package struct FramebufferSettings: Hashable, Sendable {
  /// The node, such as `/dev/fb0`.
  package var path: String
  /// How the panel was built in.
  package var rotation = PanelRotation.none
  /// The part that is seen, from the upper left of the framebuffer; nil for all of it.
  package var width: Int?
  /// The same, downwards.
  package var height: Int?
  /// Whether dark and light change places, on panels of one bit a dot.
  package var isInverted = false
  /// Whether the driver gives the leftmost of eight dots in the lowest bit and does not say so.
  package var reversesBits = false
  /// The fonts.
  package var fonts: PanelFonts
  /// The light behind it.
  package var backlight: Backlight?

  /// A screen that is what its driver says it is.
  package init(path: String, fonts: PanelFonts) {
    self.path = path
    self.fonts = fonts
  }
}
