import YAMLDocument

/// Which board a profile is for, and how far it has been tried.
package struct BoardIdentity: Hashable, Sendable {
  /// A short name, such as `bench`.
  package var identifier: String
  /// The revision of the board.
  package var revision: String
  /// Its name for people.
  package var name: String
  /// Whether somebody ran the firmware on this very hardware.
  package var isTestedOnHardware: Bool
  /// What to know about it.
  package var remark: String?

  init(_ node: YAMLNode) throws(YAMLError) {
    let board = try node.mapping(allowing: [
      "identifier", "revision", "name", "tested-on-hardware", "remark",
    ])
    identifier = try board.required("identifier").text()
    revision = try board.required("revision").text()
    name = try board.required("name").text()
    isTestedOnHardware = try board.required("tested-on-hardware").boolean()
    remark = try board["remark"].map { node throws(YAMLError) in try node.text() }
  }
}
