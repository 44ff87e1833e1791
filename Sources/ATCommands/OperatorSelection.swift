/// The network that a modem has chosen.
///
/// On the line: `+COPS: mode[,format,"operator"[,AcT]]`, without the rest when there is none.
/// Source: 3GPP TS 27.007, 7.3.
package struct OperatorSelection: Hashable, Sendable {
  /// The name as the modem writes it, or its number (five or six digits).
  package let name: String?
  /// The number, when the modem was asked for that.
  package let number: String?
  /// The kind of cell.
  package let accessTechnology: AccessTechnology?

  /// Reads `+COPS: 0,0,"CHINA MOBILE",7`; nil when the line is none.
  ///
  /// A number of one of China's networks is given its name.
  package init?(_ line: InformationLine) {
    guard line.name == "+COPS", line.number(0) != nil else { return nil }
    let text = line.text(2)
    number = line.number(1) == 2 ? text : nil
    name = line.number(1) == 2 ? text.map { Self.names[$0] ?? $0 } : text
    accessTechnology = line.number(3).flatMap(AccessTechnology.init)
  }

  private static let names = [
    "46000": "中国移动", "46002": "中国移动", "46004": "中国移动", "46007": "中国移动", "46008": "中国移动",
    "46001": "中国联通", "46006": "中国联通", "46009": "中国联通", "46003": "中国电信", "46005": "中国电信",
    "46011": "中国电信", "46012": "中国电信", "46015": "中国广电",
  ]
}
