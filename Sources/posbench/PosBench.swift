import ArgumentParser
import Bench
import ProgramExit

/// The virtual counter's program.
@main struct PosBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "posbench",
    abstract: "The virtual counter: a terminal to try, with everything around it emulated.",
    discussion: """
      Without a subcommand it starts the counter and its front panel for a browser. Everything \
      listens on the loopback only, and only test cards and test keys are used.
      """,
    subcommands: [Serve.self, Run.self, Center.self], defaultSubcommand: Serve.self)

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      endProgram(with: error)
    }
  }
}
