import ArgumentParser
import Bench
import Foundation

/// Runs scenarios without a browser.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run scenarios without a browser.",
    discussion: """
      Each scenario gets a counter of its own. The exit status is 0 only if every expectation of \
      every scenario held, 1 if one did not, 2 if a file or the counter is not as it should be. \
      docs/scenarios.md says how scenarios are written.
      """)

  @OptionGroup var options: BenchOptions

  @OptionGroup var cardReader: ReaderOptions

  @Option(help: "A folder for slips, screens, traces and ledgers, one subfolder a scenario.")
  var out: String?

  @Flag(help: "Print only scenarios, not their steps.")
  var quiet = false

  @Argument(help: "The scenarios (Tests/Scenarios/*.yaml).")
  var files: [String]

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    var failures: [String] = []
    do {
      let reader = ScenarioReader(
        cards: try BenchWorld.cardIdentifiers(in: options.cards))
      // Read all of them first: a mistake in the last should not cost the time of the others.
      let scenarios = try files.map { try reader.read(path: $0) }
      let runner = ScenarioRunner(
        terminalProgram: options.terminalProgram, profile: options.profile,
        overrides: options.overrides, cards: options.cards, usesPCSC: cardReader.pcsc)
      for scenario in scenarios {
        say("\(scenario.name)  (\(scenario.file))")
        let report = try await runner.run(scenario, evidence: folder(of: scenario)) { step in
          if !quiet { say(ScenarioReport.row(step)) }
        }
        if let failure = report.failureText { failures.append(failure) }
      }
    } catch {
      throw fail(error)
    }
    for failure in failures { FileHandle.standardError.write(Data((failure + "\n").utf8)) }
    say("\(files.count - failures.count) passed, \(failures.count) failed")
    if !failures.isEmpty { throw ExitCode(1) }
  }

  private func folder(of scenario: Scenario) -> String? {
    guard let out else { return nil }
    let name = ((scenario.file as NSString).lastPathComponent as NSString).deletingPathExtension
    return "\(out)/\(name)"
  }
}
