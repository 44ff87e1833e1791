import YAMLDocument

/// Whether the terminal may trade without a device; either way it says that the device is missing.
package enum Criticality: String, Hashable, Sendable, CaseIterable {
  /// It may not: no transaction is begun while the device is missing.
  case required
  /// It may, with less than all of its functions.
  case degraded
}

extension YAMLMapping {
  /// The criticality of a device that no terminal can do without; `why` says why.
  func criticality(alwaysRequired why: String) throws(YAMLError) -> Criticality {
    let node = try required("criticality")
    let criticality = try node.oneOf(Criticality.self)
    guard criticality == .required else { throw node.error(expected: "required: \(why)") }
    return criticality
  }
}
