import ArgumentParser

/// `posctl board`: the board as a whole.
struct BoardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board", abstract: "Look at a board and what hangs on it.",
    subcommands: [BoardDoctor.self])
}
