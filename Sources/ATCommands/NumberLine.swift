/// Lines that hold one number, with or without a name before it and quotes around it.
enum NumberLine {
  static func value(_ line: String) -> String {
    InformationLine(line)?.text(0) ?? line
  }

  static func isDecimal(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
