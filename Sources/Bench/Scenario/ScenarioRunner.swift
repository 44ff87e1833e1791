import Foundation
import HAL
import PaymentTypes

/// Runs a scenario against a virtual counter of its own.
package struct ScenarioRunner {
  private let program: String
  private let profile: String
  private let overrides: [String]
  private let cards: String
  private let usesPCSC: Bool

  /// Names the firmware's binary, the profile and the folder with the cards; each scenario adds its
  /// own settings.
  ///
  /// `usesPCSC` puts a reader of pcscd in the place of the bench's socket.
  package init(
    terminalProgram: String, profile: String, overrides: [String],
    cards: String = "Tests/Cards", usesPCSC: Bool = false
  ) {
    program = terminalProgram
    self.profile = profile
    self.overrides = overrides
    self.cards = cards
    self.usesPCSC = usesPCSC
  }

  /// Runs a scenario; `evidence` is a folder for what it leaves, nil leaves nothing.
  package func run(
    _ scenario: Scenario, evidence: String?, onStep: (ScenarioReport.Step) -> Void
  ) async throws -> ScenarioReport {
    let folder = try Self.makeFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let world = try await BenchWorld.open(
      BenchConfiguration(
        profile: profile,
        overrides: overrides + ["bench.directory=\(folder)"] + scenario.settings,
        terminalProgram: program, centerPort: 0, cards: cards, usesPCSC: usesPCSC))
    var report = ScenarioReport(scenario: scenario)
    var pass = ScenarioPass(world: world)
    for step in scenario.steps {
      let start = ContinuousClock.now
      let failure = await pass.take(step)
      let result = ScenarioReport.Step(
        step: step, duration: ContinuousClock.now - start, failure: failure)
      report.steps.append(result)
      onStep(result)
      if failure != nil { break }
    }
    if let evidence { try await ScenarioEvidence(folder: evidence).write(report, of: world) }
    await world.close()
    return report
  }

  /// A short path: the sockets in it must fit 107 bytes.
  private static func makeFolder() throws -> String {
    var template = Array("/tmp/lianji-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw BenchProblem("no folder can be made in /tmp", cure: String(cString: strerror(errno)))
    }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
