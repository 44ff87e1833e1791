import YAMLDocument

/// A cellular modem.
package struct ModemSettings: Hashable, Sendable {
  /// How the driver reaches it.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A serial line that takes AT commands.
    case serial
  }

  /// Whose dialect it speaks where vendors differ.
  package enum Family: String, Hashable, Sendable, CaseIterable {
    /// What 3GPP TS 27.007 says and no more.
    case generic
    /// SIMCom, 2G.
    case simcom2G = "simcom-2g"
    /// SIMCom, LTE.
    case simcom4G = "simcom-4g"
    /// Quectel, 2G.
    case quectel2G = "quectel-2g"
    /// Quectel, LTE.
    case quectel4G = "quectel-4g"
    /// Neoway.
    case neoway
  }

  /// How the driver reaches it.
  package var kind: Kind
  /// The serial line.
  package var path: String
  /// Bits a second.
  package var baud: Int
  /// Whose dialect it speaks.
  package var family: Family
  /// Whether the terminal may trade without it.
  package var criticality: Criticality

  /// The speeds that serial lines are set to.
  private static let speeds = [9600, 19_200, 38_400, 57_600, 115_200]

  init(_ node: YAMLNode) throws(YAMLError) {
    let modem = try node.mapping(allowing: ["kind", "path", "baud", "family", "criticality"])
    kind = try modem.required("kind").oneOf(Kind.self)
    path = try modem.required("path").text("a serial line")
    let baudNode = try modem.required("baud")
    baud = try baudNode.integer(in: 9600...115_200)
    guard Self.speeds.contains(baud) else {
      let speeds = Self.speeds.map(String.init).joined(separator: ", ")
      throw baudNode.error(expected: "one of \(speeds)")
    }
    family = try modem.required("family").oneOf(Family.self)
    criticality = try modem.required("criticality").oneOf(Criticality.self)
  }
}
