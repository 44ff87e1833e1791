import YAMLDocument

/// The way to the network whose state the terminal watches.
package struct NetworkSettings: Hashable, Sendable {
  /// Who tells its state.
  package enum Source: Hashable, Sendable {
    /// The kernel, for an interface such as `eth0`.
    case interface(String)
    /// The virtual counter, over its socket at this path.
    case benchSocket(String)
  }

  private enum Kind: String, CaseIterable {
    case interface
    case benchSocket = "bench-socket"
  }

  private static let why = "every sale asks the center"

  /// Who tells its state.
  package var source: Source
  /// Whether the terminal may trade without it.
  package var criticality: Criticality

  init(_ node: YAMLNode) throws(YAMLError) {
    let allowed = ["kind", "interface", "path", "criticality"]
    let kind = try node.mapping(allowing: allowed).required("kind").oneOf(Kind.self)
    switch kind {
    case .interface:
      let network = try node.mapping(allowing: ["kind", "interface", "criticality"])
      source = .interface(try network.required("interface").interfaceName())
      criticality = try network.criticality(alwaysRequired: Self.why)
    case .benchSocket:
      let network = try node.mapping(allowing: ["kind", "path", "criticality"])
      source = .benchSocket(try network.required("path").socketPath())
      criticality = try network.criticality(alwaysRequired: Self.why)
    }
  }
}

extension YAMLNode {
  /// The longest name of an interface: 16 bytes with the zero at its end (netdevice(7)).
  private static let interfaceNameLimit = 15

  /// The name of a network interface, such as `eth0`.
  func interfaceName() throws(YAMLError) -> String {
    let name = try text("the name of an interface")
    guard name.utf8.count <= Self.interfaceNameLimit else {
      throw error(expected: "a name of at most \(Self.interfaceNameLimit) bytes")
    }
    return name
  }
}
