/// What a modem tells of one packet data context.
///
/// Source: 3GPP TS 27.007, 10.1.1 (CGDCONT), 10.1.10 (CGACT), 10.1.14 (CGPADDR).
package enum PacketContext {
  /// The access point of a context in `+CGDCONT: 1,"IP","cmnet",…`; nil in other lines.
  package static func accessPoint(ofContext number: Int, in line: InformationLine) -> String? {
    line.name == "+CGDCONT" && line.number(0) == number ? line.text(2) : nil
  }

  /// Whether a context is active, in `+CGACT: 1,1`; nil in other lines.
  package static func isActive(context number: Int, in line: InformationLine) -> Bool? {
    guard line.name == "+CGACT", line.number(0) == number else { return nil }
    return line.number(1).map { $0 == 1 }
  }

  /// The address in `+CGPADDR: 1,"10.0.0.7"`; nil in other lines and when it is none.
  package static func address(ofContext number: Int, in line: InformationLine) -> String? {
    guard line.name == "+CGPADDR", line.number(0) == number, let address = line.text(1),
      address != "0.0.0.0"
    else { return nil }
    return address
  }
}
