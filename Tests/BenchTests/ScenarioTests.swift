import Bench
import EmulatedPorts
import Foundation
import Testing

/// Every scenario of the project, against the real firmware.
@Suite struct ScenarioTests {
  private static let folder = BuiltProducts.project + "/Tests/Scenarios"

  static let files =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".yaml") }.sorted()

  /// How the terminal reaches its card reader.
  enum Reader: CaseIterable, CustomTestStringConvertible {
    /// By the bench's socket.
    case benchSocket
    /// By a real pcscd with our IFD handler.
    case pcsc

    var testDescription: String {
      switch self {
      case .benchSocket: "bench socket"
      case .pcsc: "--pcsc"
      }
    }
  }

  @Test(arguments: files, Reader.allCases)
  func `a scenario holds`(file: String, reader: Reader) async throws {
    if reader == .pcsc, let obstacle = PrivateReaders.obstacle {
      let isRequired = ProcessInfo.processInfo.environment["CI"] == "true"
      try #require(!isRequired, "in CI every level must run: \(obstacle)")
      try Test.cancel("SKIPPED, --pcsc: \(obstacle)")
    }
    let scenario = try ScenarioReader(cards: BenchWorld.cardIdentifiers())
      .read(path: "\(Self.folder)/\(file)")
    let runner = ScenarioRunner(
      terminalProgram: BuiltProducts.terminalProgram, profile: BuiltProducts.profile,
      overrides: [], usesPCSC: reader == .pcsc)
    let report = try await runner.run(scenario, evidence: nil) { _ in }
    let again = "posbench run \(reader == .pcsc ? "--pcsc " : "")\(scenario.file)"
    #expect(report.isSuccessful, "\(report.failureText ?? "")\n\(again)")
  }

  @Test func `there are scenarios`() { #expect(Self.files.count >= 10) }
}
