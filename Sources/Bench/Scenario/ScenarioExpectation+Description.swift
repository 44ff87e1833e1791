import PaymentTypes

extension ScenarioExpectation: CustomStringConvertible {
  package var description: String {
    switch self {
    case .screen(let pattern): pattern.description
    case .slip(let pattern): pattern.description
    case .terminal(let counts): "in the terminal's ledger " + Self.text(of: counts)
    case .center(let counts): "in the center's books " + Self.text(of: counts)
    case .balance(let card, let minorUnits):
      "a balance of \(TransactionAmount(minorUnits: minorUnits)?.text ?? "") behind \(card)"
    case .booksAgree: "both books to agree"
    case .noViolations: "no violations"
    case .power(let isOn): "the terminal \(isOn ? "on" : "off")"
    }
  }

  private static func text<Count: RawRepresentable & CaseIterable & Hashable>(
    of counts: [Count: Int]
  ) -> String where Count.RawValue == String {
    Count.allCases.compactMap { count in counts[count].map { "\(count.rawValue) \($0)" } }
      .joined(separator: ", ")
  }
}

extension ScreenPattern: CustomStringConvertible {
  package var description: String {
    let parts = [
      identifier.map { "screen \($0)" }, caption.map { "caption “\($0)”" },
      title.map { "title “\($0)”" },
    ]
    return (parts.compactMap { $0 } + texts.map { "“\($0)”" }).joined(separator: ", ")
  }
}

extension SlipPattern: CustomStringConvertible {
  package var description: String {
    let parts = [count.map { "\($0) slips" }].compactMap { $0 }
    return
      (parts + texts.map { "on the newest slip “\($0)”" }
      + absentTexts.map { "not on it “\($0)”" }).joined(separator: ", ")
  }
}
