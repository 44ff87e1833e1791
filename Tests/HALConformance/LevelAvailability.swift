/// Whether a level of emulation can be used on this machine.
///
/// Where it can't, CI fails and a developer's machine skips loudly: `why` says what is missing and
/// how to get it.
package enum LevelAvailability: Hashable, Sendable {
  /// It can.
  case available
  /// It can't.
  case missing(why: String)
}
