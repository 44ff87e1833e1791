/// Whether the terminal may trade without a device.
package enum Criticality: String, Hashable, Sendable, CaseIterable {
  /// It may not.
  case required
  /// It may, with less than all of its functions.
  case degraded
}
