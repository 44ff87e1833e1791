import YAMLDocument

/// A printer of slips.
package struct PrinterSettings: Hashable, Sendable {
  /// What language it is spoken to in.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// ESC/POS.
    case escpos
  }

  /// Where its bytes go.
  package enum Port: Hashable, Sendable {
    /// A device file.
    case device(String)
    /// A network printer.
    case network(host: String, port: UInt16)
  }

  /// What language it is spoken to in.
  package var kind: Kind
  /// Where its bytes go.
  package var port: Port
  /// Half-width characters on a line.
  package var columns: Int
  /// The width of the paper in millimetres: 58 or 80.
  package var paperWidth: Int
  /// Whether the terminal may trade without it.
  package var criticality: Criticality

  init(_ node: YAMLNode) throws(YAMLError) {
    let printer = try node.mapping(allowing: [
      "kind", "path", "tcp", "columns", "paper-width-millimetres", "criticality",
    ])
    kind = try printer.required("kind").oneOf(Kind.self)
    port = try Self.port(printer, node)
    columns = try printer.required("columns").integer(in: 16...64)
    let widthNode = try printer.required("paper-width-millimetres")
    paperWidth = try widthNode.integer(in: 58...80)
    guard paperWidth == 58 || paperWidth == 80 else { throw widthNode.error(expected: "58 or 80") }
    criticality = try printer.required("criticality").oneOf(Criticality.self)
  }

  /// Exactly one of `path` and `tcp`; an option wins over the other one in the file.
  private static func port(_ printer: YAMLMapping, _ node: YAMLNode) throws(YAMLError) -> Port {
    switch (printer["path"], printer["tcp"]) {
    case (let path?, nil): return .device(try path.text("a device file"))
    case (nil, let address?): return try networkPort(address)
    case (let path?, let address?):
      if case .option = address.place.origin { return try networkPort(address) }
      if case .option = path.place.origin { return .device(try path.text("a device file")) }
      throw address.error(expected: "either path or tcp", found: "both")
    case (nil, nil): throw node.error(expected: "path or tcp in it", found: "neither")
    }
  }

  private static func networkPort(_ node: YAMLNode) throws(YAMLError) -> Port {
    let text = try node.text("host:port")
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
      let port = UInt16(text[text.index(after: colon)...]), port > 0
    else { throw node.error(expected: "host:port") }
    return .network(host: String(text[..<colon]), port: port)
  }
}
