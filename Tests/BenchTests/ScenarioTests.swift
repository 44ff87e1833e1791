import Bench
import Foundation
import Testing

/// Every scenario of the project, against the real firmware.
@Suite struct ScenarioTests {
  private static let folder = BuiltProducts.project + "/Tests/Scenarios"

  static let files =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".yaml") }.sorted()

  @Test(arguments: files) func `a scenario holds`(file: String) async throws {
    let scenario = try ScenarioReader(cards: BenchWorld.cardIdentifiers)
      .read(path: "\(Self.folder)/\(file)")
    let runner = ScenarioRunner(
      terminalProgram: BuiltProducts.terminalProgram, profile: BuiltProducts.profile,
      overrides: [])
    let report = try await runner.run(scenario, evidence: nil) { _ in }
    #expect(report.isSuccessful, "\(report.failureText ?? "")\nposbench run \(scenario.file)")
  }

  @Test func `there are scenarios`() { #expect(Self.files.count >= 10) }
}
