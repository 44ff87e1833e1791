import ArgumentParser
import Bench
import Foundation

/// Runs the test center alone.
struct Center: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the test center alone, for a terminal from elsewhere.",
    discussion: """
      It knows the terminal, the master key and the test cards of the profile, and prints each \
      deviation from the rules that it finds in a message.
      """)

  @OptionGroup var options: BenchOptions

  @Option(help: "The port; by default the profile's.")
  var port: UInt16?

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    do {
      let center = try await StandaloneCenter.open(
        profile: options.profile, overrides: options.overrides, cards: options.cards,
        port: port)
      say("The test center listens on \(center.address) (\(center.protection)).")
      let stop = StopSignals()
      let reporting = Task {
        for await violation in center.violations {
          say("violation: \(violation)")
        }
      }
      await stop.wait()
      reporting.cancel()
      await center.stop()
    } catch {
      throw fail(error)
    }
  }
}
