import ArgumentParser

/// `posctl ledger`: the terminal's books.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Look into the ledger.",
    discussion: """
      A running posd is asked over its control socket; when none runs, a private copy of the \
      ledger's file is read, and the file itself is never written to.
      """,
    subcommands: [LedgerList.self, LedgerShow.self, LedgerVerify.self])
}
