import ArgumentParser
import JSONText

/// `posctl decode atr`: what a card says of itself when it is reset.
struct DecodeATR: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "atr",
    abstract: "Decode a card's answer to reset.",
    discussion: """
      It shows protocols, speed, timing and historical bytes, and whether EMV lets a payment card \
      answer so after a cold and after a warm reset.

      --json prints one object: {"atr","convention","protocols":[0],"specificProtocol", \
      "clockRateConversion","baudRateAdjustment","maximumClockKilohertz","extraGuardTime", \
      "waitingTimeInteger","informationFieldSize","blockWaitingInteger", \
      "characterWaitingInteger","errorDetection","supplyClasses","historicalBytes", \
      "checkCharacter","contactless","emv":{"coldReset":[],"warmReset":[]}}; the lists under “emv” \
      hold objections. Bytes that are no answer give {"atr","error":{"offset","reason"}} and exit \
      status 2.
      """)

  @Argument(
    help: ArgumentHelp(
      "The bytes in hexadecimal; - reads standard input.", valueName: "hex"))
  var hex: [String]

  @Flag(help: "One JSON object instead of text.")
  var json = false

  func run() throws(Complaint) {
    let bytes: [UInt8]
    do throws(HexInput.Failure) {
      bytes = try HexInput.bytes(of: hex)
    } catch {
      if json {
        let failure: JSONValue = [
          "offset": .number(error.offset), "reason": .string(error.reason),
        ]
        print((["atr": .null, "error": failure] as JSONValue).text)
      }
      throw Complaint("byte \(error.offset): \(error.reason)")
    }
    let report = AnswerReport(bytes)
    if json { print(report.json.text) }
    if let error = report.error { throw Complaint("byte \(error.offset): \(error.reason)") }
    if !json { print(report.text, terminator: "") }
  }
}
