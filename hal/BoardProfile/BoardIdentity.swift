import YAMLDocument

/// Which board a profile is for, and how far it has been tried.
package struct BoardIdentity: Hashable, Sendable {
  /// A short name, such as `bench`.
  package var identifier: String
  /// The revision of the board.
  package var revision: String
  /// Its name for people.
  package var name: String
  /// Its names in the device tree, `/proc/device-tree/compatible`; empty where it has none.
  package var compatible: [String]
  /// Whether somebody ran the firmware on this very hardware.
  package var isTestedOnHardware: Bool
  /// What to know about it.
  package var remark: String?

  init(_ node: YAMLNode) throws(YAMLError) {
    let board = try node.mapping(allowing: [
      "identifier", "revision", "name", "compatible", "tested-on-hardware", "remark",
    ])
    identifier = try board.required("identifier").text()
    revision = try board.required("revision").text()
    name = try board.required("name").text()
    compatible =
      try board["compatible"].map { node throws(YAMLError) in
        var names: [String] = []
        for name in try node.sequence() { names.append(try name.text("vendor,board")) }
        return names
      } ?? []
    isTestedOnHardware = try board.required("tested-on-hardware").boolean()
    remark = try board["remark"].map { node throws(YAMLError) in try node.text() }
  }
}
