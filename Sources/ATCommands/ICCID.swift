/// The number of a SIM (ICCID), 18 to 20 digits; some of China's hold letters A to E.
///
/// Source: ITU-T E.118; ETSI TS 102 221, 13.2 (EF-ICCID).
package struct ICCID: Hashable, Sendable {
  /// The digits without padding.
  package let text: String

  /// Reads `+CCID: "8986…"`, a bare `8986…F`, or EF-ICCID as `+CRSM: 144,0,"9868…"`.
  package init?(line: String) {
    if let answer = InformationLine(line), answer.name == "+CRSM" {
      guard answer.number(0) == 0x90, answer.number(1) == 0, let file = answer.text(2),
        file.utf8.count == 20
      else { return nil }
      self.init(digits: Self.swapped(file))
    } else {
      self.init(digits: NumberLine.value(line))
    }
  }

  private init?(digits: String) {
    var digits = digits.uppercased()[...]
    while digits.last == "F" { digits.removeLast() }
    guard (18...20).contains(digits.utf8.count), digits.hasPrefix("89"),
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x45).contains($0) })
    else { return nil }
    text = String(digits)
  }

  /// The card stores each pair of digits with the second one first.
  private static func swapped(_ file: String) -> String {
    let characters = Array(file.utf8)
    let pairs = stride(from: 0, to: characters.count - 1, by: 2)
    return String(decoding: pairs.flatMap { [characters[$0 + 1], characters[$0]] }, as: UTF8.self)
  }
}
