/// How far a picture is turned, clockwise, to stand upright on a panel that was built in turned.
package enum PanelRotation: Int, Hashable, Sendable, CaseIterable {
  /// Not at all.
  case none = 0
  /// Its top is at the panel's right edge.
  case right = 90
  /// Upside down.
  case half = 180
  /// Its top is at the panel's left edge.
  case left = 270

  /// Whether what is broad becomes high.
  var swapsSides: Bool { self == .right || self == .left }
}
