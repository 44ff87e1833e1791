import ArgumentParser

/// What all questions about the ledger take.
struct LedgerOptions: ParsableArguments {
  @OptionGroup var profile: ProfileOptions

  @Flag(help: "One JSON object instead of text.")
  var json = false
}
