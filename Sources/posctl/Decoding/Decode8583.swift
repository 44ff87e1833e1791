import ArgumentParser
import CenterProtocol
import ChineseText
import JSONText

/// `posctl decode 8583`: one message of the UnionPay POS dialect.
struct Decode8583: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "8583",
    abstract: "Decode a message to or from the center.",
    discussion: """
      The bytes may begin with the length, the TPDU, the header or the message type. Binary \
      fields and fields 59 and 62 are shown in hexadecimal, Chinese text (GBK) in characters. The \
      decoder is strict: bytes behind the last field, a field past the end or a field that the \
      dialect does not have is an error, and the exit status is 2; what stood before it is shown.

      --json prints one object with these members, null where the message has no such part:

      {"tpdu","header","mti","fields":{"2":"…"},"pads":{"22":"0"},
      "error":{"field","offset","reason"}}

      “pads” holds the pad nibble of each field with an odd number of digits. “offset” counts \
      bytes from the message type; where “field” is null, from the first byte given.
      """)

  @OptionGroup var arguments: HexArguments

  func run() throws(Complaint) {
    let report: MessageReport
    do throws(HexInput.Failure) {
      let decoder = ChineseText(.gbk)
      let inspection = MessageInspection(
        try arguments.bytes(), unmasked: arguments.unmasked,
        decodingText: { bytes in decoder.flatMap { TerminalText.printable($0.decode(bytes)) } })
      report = MessageReport(inspection)
    } catch {
      report = MessageReport(error)
    }
    print(arguments.json ? report.json.text : report.text, terminator: arguments.json ? "\n" : "")
    if let error = report.complaint { throw error }
  }
}
