import YAMLDocument

/// The network interface whose state the terminal watches.
package struct NetworkSettings: Hashable, Sendable {
  /// Its name, such as `eth0`.
  package var interface: String
  /// Whether the terminal may trade without it.
  package var criticality: Criticality

  init(_ node: YAMLNode) throws(YAMLError) {
    let network = try node.mapping(allowing: ["interface", "criticality"])
    let interfaceNode = try network.required("interface")
    interface = try interfaceNode.text("the name of an interface")
    guard interface.utf8.count <= 15 else {
      throw interfaceNode.error(expected: "a name of at most 15 bytes")
    }
    criticality = try network.required("criticality").oneOf(Criticality.self)
  }
}
