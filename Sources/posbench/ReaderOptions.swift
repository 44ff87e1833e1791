import ArgumentParser

/// Which card reader the terminal gets.
struct ReaderOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Give the terminal a reader of a real pcscd, with cards played by this program.",
      discussion: """
        It needs the package pcscd and root, or user namespaces: the daemon gets a folder for its \
        socket that nobody else sees.
        """))
  var pcsc = false
}
