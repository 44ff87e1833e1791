/// How many wrong entries a SIM still forgives.
package struct TriesLeft: Hashable, Sendable {
  /// Of the PIN.
  package var pin: Int?
  /// Of the PUK.
  package var puk: Int?

  /// Puts it together; nil is unknown.
  package init(pin: Int? = nil, puk: Int? = nil) {
    self.pin = pin
    self.puk = puk
  }
}

/// A question for the tries left, and where they stand in its answer.
package struct TriesQuery: Hashable, Sendable {
  /// Where the numbers stand.
  package enum Reading: Hashable, Sendable {
    /// A line each, by name: `+CPINR: SIM PIN,3,3`.
    case namedRows
    /// One line, by place; nil where the answer has none.
    case fields(pin: Int, puk: Int?)
    /// The status word of a VERIFY without a PIN: `+CSIM: 4,"63C3"`.
    case statusWord
  }

  /// The question.
  package let command: ATCommand
  /// How its answer is read.
  package let reading: Reading

  /// Puts a question together.
  package init(command: ATCommand, reading: Reading) {
    self.command = command
    self.reading = reading
  }

  /// The standard's own.
  package static let standard = TriesQuery(command: .triesLeft, reading: .namedRows)

  /// Reads the answer; nil when it tells nothing.
  ///
  /// Numbers above 15 are nonsense: a SIM counts in half a byte (ETSI TS 102 221, 11.1.9).
  package func tries(in answer: ATAnswer) -> TriesLeft? {
    guard answer.result == .ok else { return nil }
    let lines = answer.information.compactMap(InformationLine.init)
    var tries = TriesLeft()
    switch reading {
    case .namedRows:
      tries.pin = Self.number(lines.first { $0.text(0) == "SIM PIN" }, 1)
      tries.puk = Self.number(lines.first { $0.text(0) == "SIM PUK" }, 1)
    case .fields(let pin, let puk):
      tries.pin = Self.number(lines.last, pin)
      tries.puk = puk.flatMap { Self.number(lines.last, $0) }
    case .statusWord:
      let word = lines.last?.text(1)?.uppercased() ?? ""
      if word.utf8.count == 4, word.hasPrefix("63C") { tries.pin = Int(word.suffix(1), radix: 16) }
    }
    return tries == TriesLeft() ? nil : tries
  }

  private static func number(_ line: InformationLine?, _ place: Int) -> Int? {
    line?.number(place).flatMap { (0...15).contains($0) ? $0 : nil }
  }
}
