import YAMLDocument

/// What tells whether the board's supply is about to end.
package struct PowerSettings: Hashable, Sendable {
  /// How the driver reaches it.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A supply of the kernel, under `/sys/class/power_supply`.
    case sysfs
  }

  /// How the driver reaches it.
  package var kind: Kind
  /// The supply's name there, such as `battery`.
  package var supply: String
  /// The charge in percent at which a battery counts as failing.
  package var lowPercent: Int
  /// Whether the terminal may trade without it.
  package var criticality: Criticality

  /// The supply's folder.
  package var folder: String { "/sys/class/power_supply/\(supply)" }

  init(_ node: YAMLNode) throws(YAMLError) {
    let power = try node.mapping(allowing: ["kind", "supply", "low-percent", "criticality"])
    kind = try power.required("kind").oneOf(Kind.self)
    let name = try power.required("supply")
    supply = try name.text("a name in /sys/class/power_supply")
    guard !supply.contains("/") else { throw name.error(expected: "a name without a /") }
    lowPercent = try power.required("low-percent").integer(in: 1...50)
    criticality = try power.required("criticality").oneOf(Criticality.self)
  }
}
