import YAMLDocument

/// A device of the front panel: display or keypad.
package struct PanelDeviceSettings: Hashable, Sendable {
  /// How the driver reaches it.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The socket of the virtual counter.
    case benchSocket = "bench-socket"
  }

  /// How the driver reaches it.
  package var kind: Kind
  /// The socket.
  package var path: String
  /// Whether the terminal may trade without it.
  package var criticality: Criticality

  init(_ node: YAMLNode) throws(YAMLError) {
    let device = try node.mapping(allowing: ["kind", "path", "criticality"])
    kind = try device.required("kind").oneOf(Kind.self)
    path = try device.required("path").socketPath()
    criticality = try device.required("criticality").oneOf(Criticality.self)
  }
}
