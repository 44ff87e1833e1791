package import HAL

/// A screen and the eyes that look at it.
///
/// A board maker writes one for a screen of their own: the eyes may be a person's.
package protocol DisplayRig: AnyObject {
  /// The screen, plugged in.
  var display: any Display { get }
  /// The time.
  var clock: any DeviceClock { get }
  /// Whether a person would say that this is what stands on the screen.
  func isVisible(_ content: DisplayContent) async throws -> Bool
  /// Pulls the screen's cable.
  func unplug() async throws
  /// Plugs it in again; it may take a moment to be found.
  func plug() async throws
}

extension DisplayRig {
  package func unplug() async throws { throw HandsMissing("nobody can pull the screen's cable") }
  package func plug() async throws { throw HandsMissing("nobody can plug the screen in") }
}
