import ArgumentParser
import ChipTransaction
import EventLoop
import JSONText

/// `posctl emv replay`: a recorded session once more.
struct EMVReplay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Play a recorded session as the card, and tell what the kernel did.",
    discussion: """
      The file is one JSON object:

      {"terminal":[{"t":"9F33","v":"…"}…],"transaction":{"amount":…,"date":"YYMMDD"}, \
      "caKeys":[{"rid","index","modulus","exponent"}…],"card":{"transport":"apdu"|"t0-tpdu", \
      "exchanges":[{"c":"…","r":"…"}…]}}

      terminal: 9F33, 9F40, 9F35, 9F1A, 5F2A, 5F36, 9F15, 9F16, 9F1C, 9F1E; and for applications \
      9F06 (each begins one), DF01 (01: its name may be longer), 9F09, 9F1B, 97 (default TDOL), \
      DF14 (default DDOL), the action codes DF11 or DF8120 (default), DF12 or DF8122 (online), \
      DF13 or DF8121 (denial), DF15 to DF17 (random selection). Others are named in a warning.

      transaction: amount and cashback in minor units, date, time “hhmmss”, type “00”, \
      unpredictableNumber, counter, random (1 to 99, drawn for the selection of what goes \
      online), forcedOnline, application (the name that is chosen), pin (entered, bypassed, \
      broken), currency and country (four digits), online (“unreachable”, “unknown” or \
      {"responseCode":"00","data":"91…71…72…"}), \
      lastAmount, acceptByForce. What is missing is taken from the recorded commands.

      caKeys: also "checksum" and "expiry" (YYMMDD); keys on curves have "curve" (p256, p521, \
      sm2) and "point". apdu holds whole commands; t0-tpdu what went over T=0, with 61xx, 6Cxx \
      and GET RESPONSE. An answer "r" of null says that the card was gone.

      --json prints {"candidates":[{"aid","label","preferredName","priority", \
      "requiresConfirmation"}],"selectedAID","commands":[{"c","sw"}],"oda":{"method","result", \
      "reasons"},"tvr","tsi","cvmResults","cryptogram":{"requested","type","cid","value","atc", \
      "iad"},"cryptograms":[],"outcome","failure","findings":[],"account":[], \
      "differences":[{"index","expected","sent","note"}],"warnings":[]}.
      """)

  /// The most bytes of a file.
  private static let limit = 8 << 20

  @Argument(help: ArgumentHelp("The recorded session; - reads standard input.", valueName: "file"))
  var file: String

  @Flag(help: "One JSON object instead of text.")
  var json = false

  @Flag(help: "Show the card's answers too, with card numbers in clear (in JSON).")
  var unmasked = false

  func run() throws(Complaint) {
    let text = String(
      decoding: try InputFile.bytes(of: file, limit: Self.limit), as: UTF8.self)
    let report: ReplayReport
    do throws(SessionError) {
      report = try Self.replay(try RecordedSession(parsing: text), unmasked: unmasked)
    } catch {
      throw Complaint("\(file): \(error.text)")
    }
    print(json ? report.json.text : report.text, terminator: json ? "\n" : "")
  }

  /// Plays a session.
  static func replay(
    _ session: RecordedSession, unmasked: Bool = false
  ) throws(SessionError) -> ReplayReport {
    let recorded = RecordedValues(session.exchanges)
    let configuration = try ReplayConfiguration(session, recorded)
    return EventLoop.run { _ in
      let surroundings = ReplaySurroundings(session, recorded)
      let sequence = ChipSequence(
        configuration: configuration.kernel, parameters: configuration.parameters,
        surroundings: surroundings)
      let record = await sequence.run()
      var card = surroundings.card
      card.finish()
      return ReplayReport(
        record: record, commands: surroundings.commands, differences: card.differences,
        warnings: configuration.warnings + surroundings.warnings, unmasked: unmasked)
    }
  }
}
