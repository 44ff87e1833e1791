import ArgumentParser

/// What both decoders take.
struct HexArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The bytes in hexadecimal; - reads standard input.",
      discussion: """
        White space between digits is skipped. Linux takes at most 128 KiB in one argument (the \
        shell then says “Argument list too long”): give longer input with -, as in \
        posctl decode tlv - < FILE. The limit there is \(HexInput.characterLimit / 1024) KiB.
        """,
      valueName: "hex"))
  var hex: [String]

  @Flag(help: "One JSON object instead of text.")
  var json = false

  @Flag(help: "Show card numbers, tracks and other secrets in clear.")
  var unmasked = false

  /// The bytes that were given.
  func bytes() throws(HexInput.Failure) -> [UInt8] { try HexInput.bytes(of: hex) }
}
