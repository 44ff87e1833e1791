import Foundation
import HAL
import Testing

@testable import Bench

/// `docs/scenarios.md` names everything that a scenario can say.
@Suite struct ScenarioDocumentationTests {
  private let text: String

  init() throws {
    text = try String(
      contentsOfFile: BuiltProducts.project + "/docs/scenarios.md", encoding: .utf8)
  }

  @Test(arguments: ScenarioReader.words) func `a step is documented`(word: String) {
    #expect(text.contains("`\(word)`"))
  }

  @Test(arguments: try BenchWorld.cardIdentifiers())
  func `a card is documented`(card: CardIdentifier) {
    #expect(text.contains("| `\(card)` |"))
  }

  @Test func `faults, points and counts are documented`() {
    let words =
      FaultWord.allCases.map(\.rawValue) + FaultWord.Message.allCases.map(\.rawValue)
      + CutPoint.allCases.map(\.rawValue) + Key.panelNames
      + ScenarioExpectation.TerminalCount.allCases.map(\.rawValue)
      + ScenarioExpectation.CenterCount.allCases.map(\.rawValue)
    for word in words { #expect(text.contains("`\(word)`"), "\(word)") }
  }

  @Test func `its example is a scenario`() throws {
    let start = try #require(text.firstRange(of: "```yaml\n")?.upperBound)
    let end = try #require(text[start...].firstRange(of: "```\n")?.lowerBound)
    let scenario = try ScenarioReader(cards: BenchWorld.cardIdentifiers())
      .parse(Array(text[start..<end].utf8), file: "docs/scenarios.md")
    #expect(scenario.steps.count == 10)
  }

  @Test func `the screens of the firmware are documented`() throws {
    let words = try String(
      contentsOfFile: BuiltProducts.project + "/Sources/TerminalFlows/Screen.swift",
      encoding: .utf8)
    let names = words.matches(of: #/case .*: "([a-z-]+)"/#).map { String($0.output.1) }
    #expect(names.count > 20)
    for name in names { #expect(text.contains("`\(name)`"), "\(name)") }
  }
}
