import EMVKernel
import HAL
package import MockDevices
import Octets
import PaymentTypes
package import YAMLDocument

/// Reads the cases that go with a card.
package struct CardCaseReader {
  private static let keys = [
    "name", "card", "application", "terminal", "transaction", "history", "cardholder", "issuer",
    "repetitions", "expect",
  ]

  private let file: CardFile

  /// Takes a card's file.
  package init(_ file: CardFile) { self.file = file }

  /// The cases in the order of the file.
  package func cases() throws(YAMLError) -> [CardCase] {
    var cases: [CardCase] = []
    for node in try file.cases?.sequence() ?? [] { cases.append(try read(node)) }
    return cases
  }

  private func read(_ node: YAMLNode) throws(YAMLError) -> CardCase {
    let mapping = try node.mapping(allowing: Self.keys)
    let personality = try file.personality(
      changedBy: mapping["card"], application: mapping["application"])
    let name = try mapping.required("name").text()
    let terminal = try TerminalReader.terminal(mapping["terminal"])
    return CardCase(
      title: "\(personality.identifier), \(name)", place: node.place,
      personality: personality, configuration: terminal.configuration,
      patience: terminal.patience, answerDelay: terminal.answerDelay,
      transaction: try TransactionReader.transaction(mapping["transaction"]),
      history: try TransactionReader.history(mapping["history"]),
      cardholder: try TransactionReader.cardholder(mapping["cardholder"]),
      issuer: try IssuerReader.issuer(mapping["issuer"]),
      repetitions: try mapping["repetitions"]?.integer(in: 1...10_000) ?? 1,
      expectation: try Self.expectation(try mapping.required("expect")))
  }

  /// Each member of the mapping is a line: one text, or a list of texts.
  private static func expectation(_ node: YAMLNode) throws(YAMLError) -> CardExpectation {
    let subjects = [
      "application", "offers", "commands", "tvr", "tsi", "cvm", "cryptograms", "scripts",
      "outcome", "failure", "complaints",
    ]
    var lines: [CardExpectation.Line] = []
    for entry in try node.entries() {
      let isTag = (try? Hexadecimal.bytes(entry.key)).map { (1...2).contains($0.count) } ?? false
      guard subjects.contains(entry.key) || isTag else {
        throw YAMLError(
          place: entry.keyPlace, expected: "one of \(subjects.joined(separator: ", ")) or a tag",
          found: "“\(entry.key)”")
      }
      var values: [String] = []
      if case .sequence(let list) = entry.value.content {
        for element in list { values.append(try element.text()) }
      } else if entry.value.content != .scalar("none", isPlain: true) {
        values = [try entry.value.text()]
      }
      lines.append(.init(subject: entry.key, values: values))
    }
    // What is not said has not happened.
    for subject in ["outcome", "failure", "offers", "complaints"]
    where !lines.contains(where: { $0.subject == subject }) {
      lines.append(.init(subject: subject, values: []))
    }
    return CardExpectation(lines: lines)
  }
}
