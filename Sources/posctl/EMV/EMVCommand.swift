import ArgumentParser

/// `posctl emv`: chip cards and their transactions.
struct EMVCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emv",
    abstract: "Explain, read, run and replay transactions with chip cards.",
    subcommands: [EMVDecode.self, EMVReplay.self, EMVCard.self, EMVRun.self])
}
