import HAL
import PaymentTypes
import TestCenter
package import YAMLDocument

/// Reads scenarios.
///
/// A step is a word, or a mapping with one word and its value, and `within` beside an expectation.
/// `docs/scenarios.md` lists the words; `ScenarioReader.words` is what the documentation is tested
/// against.
package struct ScenarioReader {
  /// The longest that a step may wait.
  private static let longestWait = 300
  /// How long an expectation waits when it does not say.
  private static let usualPatience = Duration.seconds(10)

  private let cards: [CardIdentifier]

  /// Makes a reader that knows these cards.
  package init(cards: [CardIdentifier]) { self.cards = cards }

  /// Reads a file.
  package func read(path: String) throws(YAMLError) -> Scenario {
    try scenario(YAMLDocument.read(path: path), file: path)
  }

  /// Reads bytes; `file` is their name in errors.
  package func parse(_ bytes: [UInt8], file: String) throws(YAMLError) -> Scenario {
    try scenario(YAMLDocument.parse(bytes, source: file), file: file)
  }

  private func scenario(_ node: YAMLNode, file: String) throws(YAMLError) -> Scenario {
    let root = try node.mapping(allowing: ["name", "about", "settings", "steps"])
    var settings: [String] = []
    for entry in try root["settings"]?.entries() ?? [] {
      settings.append("\(entry.key)=\(try entry.value.text())")
    }
    let stepsNode = try root.required("steps")
    var steps: [ScenarioStep] = []
    for element in try stepsNode.sequence() { steps.append(try step(element)) }
    guard !steps.isEmpty else { throw stepsNode.error(expected: "at least one step") }
    return Scenario(
      file: file, name: try root.required("name").text(),
      about: try root["about"].map { node throws(YAMLError) in try node.text() },
      settings: settings, steps: steps)
  }

  private func step(_ node: YAMLNode) throws(YAMLError) -> ScenarioStep {
    guard case .mapping(let entries) = node.content else {
      let word = try node.text("a step")
      let nothing = YAMLNode(.scalar("", isPlain: true), place: node.place)
      return ScenarioStep(
        line: node.line, text: word,
        command: try command(word, nothing, wordNode: node, within: nil))
    }
    let within = entries.first { $0.key == "within" }?.value
    let words = entries.filter { $0.key != "within" }
    guard let entry = words.first, words.count == 1 else {
      throw node.error(
        expected: "one word and its value, and within beside an expectation",
        found: words.map(\.key).joined(separator: ", "))
    }
    let wordNode = YAMLNode(.scalar(entry.key, isPlain: true), place: entry.keyPlace)
    let command = try command(entry.key, entry.value, wordNode: wordNode, within: within)
    return ScenarioStep(
      line: node.line, text: "\(entry.key): \(entry.value.summary)", command: command)
  }

  private func command(
    _ word: String, _ value: YAMLNode, wordNode: YAMLNode, within: YAMLNode?
  ) throws(YAMLError) -> ScenarioStep.Command {
    if let expectation = try expectation(word, value) {
      let patience =
        try within.map { node throws(YAMLError) in
          Duration.seconds(try node.integer(in: 1...Self.longestWait))
        } ?? Self.usualPatience
      return .expect(expectation, within: patience)
    }
    if let within {
      throw within.error(expected: "nothing, as only expectations wait for something")
    }
    if word == "wait" {
      return .wait(.milliseconds(try value.milliseconds(upTo: Self.longestWait)))
    }
    if let action = try action(word, value) { return .perform(action) }
    throw wordNode.error(
      expected: "one of \(Self.words.joined(separator: ", "))")
  }

  /// Every word that may begin a step.
  package static let words = [
    "power-on", "cut-power", "press", "insert-card", "remove-card", "swipe-card", "pull-sim",
    "insert-sim", "signal", "unplug", "plug", "tear-network", "restore-network", "stop-center",
    "start-center",
    "fault-center", "clear-fault", "take-paper", "paper-ends-after", "load-paper", "open-cover",
    "close-cover", "wait", "expect-screen", "expect-slip", "expect-terminal", "expect-center",
    "expect-balance", "expect-books-agree", "expect-no-violations", "expect-power",
  ]
}

// What is done.
extension ScenarioReader {
  private func action(_ word: String, _ value: YAMLNode) throws(YAMLError) -> BenchAction? {
    switch word {
    case "cut-power": return .cutPower(try value.oneOf(CutPoint.self))
    case "press": return .press(try keys(value))
    case "insert-card": return .insertCard(try card(value))
    case "swipe-card": return .swipeCard(try card(value))
    case "paper-ends-after": return .endPaper(afterLines: try value.integer(in: 1...1000))
    case "unplug": return .unplug(try value.oneOf(CounterDevice.self))
    case "plug": return .plug(try value.oneOf(CounterDevice.self))
    case "signal": return .setSignal(try value.integer(in: -130...(-30)))
    case "fault-center": return .faultCenter(try fault(value))
    default: break
    }
    guard let action = BenchAction.simple[word] else { return nil }
    guard value.isNothing else { throw value.error(expected: "nothing after \(word)") }
    return action
  }

  private func card(_ node: YAMLNode) throws(YAMLError) -> CardIdentifier {
    let known = cards.map(\.text).joined(separator: ", ")
    let card = CardIdentifier(try node.text("one of the cards \(known)"))
    guard cards.contains(card) else { throw node.error(expected: "one of the cards \(known)") }
    return card
  }

  private func keys(_ node: YAMLNode) throws(YAMLError) -> [Key] {
    let names = Key.panelNames.joined(separator: ", ")
    let expected = "digits and \(names), with spaces between"
    var keys: [Key] = []
    for word in try node.text(expected).split(separator: " ") {
      if let key = Key(panelName: String(word)) {
        keys.append(key)
        continue
      }
      for digit in word.utf8 {
        guard (0x30...0x39).contains(digit) else { throw node.error(expected: expected) }
        keys.append(.digit(digit - 0x30))
      }
    }
    guard !keys.isEmpty else { throw node.error(expected: expected) }
    return keys
  }

  private func fault(_ node: YAMLNode) throws(YAMLError) -> CenterFault {
    var count = 1
    var message = FaultWord.Message.financial
    let effect: CenterFault.Effect
    if case .mapping = node.content {
      let word = try node.mapping(
        allowing: ["kind", "seconds", "bytes", "code", "message", "count"]
      ).required("kind").oneOf(FaultWord.self)
      let allowed = ["kind", "message", "count"] + (word.value.map { [$0.rawValue] } ?? [])
      let mapping = try node.mapping(allowing: allowed)
      if let node = mapping["message"] { message = try node.oneOf(FaultWord.Message.self) }
      if let node = mapping["count"] { count = try node.integer(in: 1...1000) }
      let value = try word.value.map { value throws(YAMLError) in
        try mapping.required(value.rawValue)
      }
      effect = try self.effect(of: word, value ?? node)
    } else {
      let word = try node.oneOf(FaultWord.self)
      if let value = word.value {
        throw node.error(expected: "a mapping with kind and \(value.rawValue) for this fault")
      }
      effect = try self.effect(of: word, node)
    }
    return CenterFault(effect, types: message.types, count: count)
  }

  /// What a word comes to, with its value where it needs one.
  private func effect(
    of word: FaultWord, _ value: YAMLNode
  ) throws(YAMLError) -> CenterFault.Effect {
    func duration() throws(YAMLError) -> Duration {
      .milliseconds(try value.milliseconds(upTo: Self.longestWait))
    }
    switch word {
    case .dropBeforeBooking: return .dropRequest(.staysOpen)
    case .dropAfterBooking: return .dropAnswer(.staysOpen)
    case .resetBeforeBooking: return .dropRequest(.resets)
    case .resetAfterBooking: return .dropAnswer(.resets)
    case .holdRequest: return .holdRequest(try duration())
    case .delay: return .delayAnswer(try duration())
    case .duplicate: return .duplicateAnswer(after: try duration())
    case .cut: return .cutAnswer(byteCount: try value.integer(in: 0...2000))
    case .wrongMAC: return .wrongMAC
    case .nonsense: return .nonsense
    case .missingMAC: return .omitMAC
    case .wrongTrace: return .wrongTraceNumber
    case .wrongTerminal: return .wrongTerminal
    case .wrongAmount: return .wrongAmount
    case .respond:
      let expected = "a response code of two characters"
      guard let code = ResponseCode(try value.text(expected)) else {
        throw value.error(expected: expected)
      }
      return .respond(code)
    }
  }
}

// What is expected.
extension ScenarioReader {
  private func expectation(_ word: String, _ value: YAMLNode) throws(YAMLError)
    -> ScenarioExpectation?
  {
    switch word {
    case "expect-screen": return .screen(try screen(value))
    case "expect-slip": return .slip(try slip(value))
    case "expect-terminal": return .terminal(try counts(value))
    case "expect-center": return .center(try counts(value))
    case "expect-balance":
      let mapping = try value.mapping(allowing: ["card", "amount"])
      return .balance(
        try card(mapping.required("card")),
        minorUnits: try mapping.required("amount").minorUnits())
    case "expect-books-agree", "expect-no-violations":
      guard value.isNothing else { throw value.error(expected: "nothing after \(word)") }
      return word == "expect-books-agree" ? .booksAgree : .noViolations
    case "expect-power": return .power(isOn: try value.oneOf(PowerWord.self) == .on)
    default: return nil
    }
  }

  private enum PowerWord: String, CaseIterable {
    case on, off
  }

  private func screen(_ node: YAMLNode) throws(YAMLError) -> ScreenPattern {
    guard case .mapping = node.content else {
      return ScreenPattern(identifier: try node.text("the name of a screen"))
    }
    let mapping = try node.mapping(allowing: ["screen", "caption", "title", "contains"])
    func text(_ key: String) throws(YAMLError) -> String? {
      try mapping[key].map { node throws(YAMLError) in try node.text() }
    }
    let pattern = ScreenPattern(
      identifier: try text("screen"), caption: try text("caption"), title: try text("title"),
      texts: try mapping["contains"]?.texts() ?? [])
    guard !mapping.entries.isEmpty else {
      throw node.error(expected: "screen, caption, title or contains")
    }
    return pattern
  }

  private func slip(_ node: YAMLNode) throws(YAMLError) -> SlipPattern {
    let mapping = try node.mapping(allowing: ["count", "contains", "lacks"])
    guard !mapping.entries.isEmpty else {
      throw node.error(expected: "count, contains or lacks")
    }
    return SlipPattern(
      count: try mapping["count"].map { node throws(YAMLError) in try node.integer(in: 0...1000) },
      texts: try mapping["contains"]?.texts() ?? [],
      absentTexts: try mapping["lacks"]?.texts() ?? [])
  }

  private func counts<Count: CaseIterable & RawRepresentable & Hashable>(
    _ node: YAMLNode
  ) throws(YAMLError) -> [Count: Int] where Count.RawValue == String {
    let mapping = try node.mapping(allowing: Count.allCases.map(\.rawValue))
    var counts: [Count: Int] = [:]
    for entry in mapping.entries {
      if let count = Count(rawValue: entry.key) {
        counts[count] = try entry.value.integer(in: 0...100_000)
      }
    }
    guard !counts.isEmpty else {
      throw node.error(
        expected: "one of \(Count.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return counts
  }
}
