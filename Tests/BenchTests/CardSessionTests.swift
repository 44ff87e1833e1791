import Bench
import Foundation
import JSONText
import Testing

/// The sessions with chip cards that the real firmware keeps.
@Suite struct CardSessionTests {
  private static let scenario = """
    name: a sale by chip
    steps:
      - power-on
      - {expect-screen: {screen: idle, caption: 可交易}, within: 20}
      - press: 1000 enter
      - expect-screen: present-card
      - insert-card: chip-no-cvm
      - {expect-screen: remove-card, within: 15}
    """

  /// What the firmware keeps of one sale, file by file.
  private func sessions(_ setting: String) async throws -> [String] {
    let folder = "/tmp/card-sessions-\(UInt32.random(in: 0...UInt32.max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let scenario = try ScenarioReader(cards: BenchWorld.cardIdentifiers())
      .parse(Array(Self.scenario.utf8), file: "sale.yaml")
    let runner = ScenarioRunner(
      terminalProgram: BuiltProducts.terminalProgram, profile: BuiltProducts.profile,
      overrides: ["data=\(folder)", "card-sessions=\(setting)"])
    let report = try await runner.run(scenario, evidence: nil) { _ in }
    #expect(report.isSuccessful, "\(report.failureText ?? "")")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try names.filter { $0.hasPrefix("card-session-") }.sorted()
      .map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }
  }

  /// The value of the last object 5A of a session; its file is JSON on one line.
  private func number(in session: JSONValue) -> String? {
    let answers = session["card"]?["exchanges"]?.array?.compactMap { $0["r"]?.string } ?? []
    return answers.compactMap { answer in
      answer.range(of: "5A0A").map { String(answer[$0.upperBound...].prefix(20)) }
    }.last
  }

  @Test func `a session is kept as it was, or with fillers, or not at all`() async throws {
    let clear = try await sessions("unmasked")
    let masked = try await sessions("masked")
    let none = try await sessions("none")
    #expect(none.isEmpty)
    #expect(clear.count == 1 && masked.count == 1)
    let first = try JSONValue(parsing: try #require(clear.first))
    let second = try JSONValue(parsing: try #require(masked.first))
    let number = try #require(self.number(in: first))
    let filler = try #require(self.number(in: second))
    #expect(number != filler)
    #expect(number.prefix(6) == filler.prefix(6))
    #expect(number.utf8.count == filler.utf8.count)
    #expect(masked.first?.contains(number) == false)
    for session in [first, second] {
      #expect(session["transaction"]?["amount"]?.number == 1000)
      #expect(session["transaction"]?["online"]?["responseCode"]?.string == "00")
      #expect(session["card"]?["transport"]?.string == "apdu")
      #expect(session["terminal"]?.array?.isEmpty == false)
    }
  }
}
