import ArgumentParser
import BERTLV
import JSONText

/// `posctl decode tlv`: data objects of chip cards.
struct DecodeTLV: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tlv",
    abstract: "Decode BER-TLV data objects, as in field 55 or a card's answer.",
    discussion: """
      --json prints one object:

      {"objects":[{"tag","name","offset","length","value","masked","children"}],
      "error":{"offset","reason"}}

      “name” is null when no table knows the tag, a template has “children” instead of “value”, \
      and “masked” and “error” are there only when they say something. Bytes that are no objects \
      are an error, and the exit status is 2; what stood before them is shown.
      """)

  @OptionGroup var arguments: HexArguments

  func run() throws(Complaint) {
    let bytes: [UInt8]
    do throws(HexInput.Failure) {
      bytes = try arguments.bytes()
    } catch {
      if arguments.json { print(Self.json(of: error).text) }
      throw Complaint("byte \(error.offset): \(error.reason)")
    }
    let inspection = TLVInspection(bytes, revealingSecrets: arguments.unmasked)
    if arguments.json {
      print(inspection.json.text)
    } else {
      print(inspection.text, terminator: "")
    }
    if let error = inspection.error {
      throw Complaint("byte \(error.offset): \(error.reason)")
    }
  }

  private static func json(of failure: HexInput.Failure) -> JSONValue {
    let error: JSONValue = [
      "offset": .number(failure.offset), "reason": .string(failure.reason),
    ]
    return ["objects": [], "error": error]
  }
}
