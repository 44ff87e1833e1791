import ArgumentParser

/// `posctl decode`: bytes as a person reads them.
struct Decode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Show what bytes say.",
    subcommands: [
      Decode8583.self, DecodeTLV.self, DecodeATR.self, DecodeTrack.self, DecodeESCPOS.self,
    ])
}
