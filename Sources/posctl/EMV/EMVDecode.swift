import ArgumentParser
import BERTLV
import JSONText
import Octets

/// `posctl emv decode`: data objects, commands and answers in words.
struct EMVDecode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Explain data objects bit by bit, and commands with their answers.",
    discussion: """
      Without options the bytes are data objects. --tag gives the name of a value that stands \
      alone: posctl emv decode --tag 95 8000048000. --apdu takes commands and answers in turn, \
      each in an argument or on a line of its own; a line may begin with > or <.

      It knows TVR, TSI, action codes, AIP, AUC, CVM list and results, the capabilities and type \
      of a terminal, TTQ and CTQ, CID, AFL, all data object lists, log entries, script results, \
      dates, amounts, codes, and the issuer application data of PBOC.

      --json prints {"objects":[…]} as posctl decode tlv does, with “meaning”: \
      [{"place","text"}] in objects that have one; with --tag {"tag","name","value","meaning"}; \
      with --apdu {"exchanges":[{"command","meaning","length","values"}|{"status","meaning", \
      "length","objects","values"}]}. “error”: {"offset","reason"} and exit status 2 say that \
      something can't be read.
      """)

  @Argument(
    help: ArgumentHelp("The bytes in hexadecimal; - reads standard input.", valueName: "hex"))
  var hex: [String] = []

  @Option(help: ArgumentHelp("Read the bytes from a file.", valueName: "path"))
  var file: String?

  @Option(help: ArgumentHelp("The bytes are the value of this tag.", valueName: "tag"))
  var tag: String?

  @Flag(help: "The bytes are commands and answers in turn.")
  var apdu = false

  @Flag(help: "One JSON object instead of text.")
  var json = false

  @Flag(help: "Show card numbers, tracks and other secrets in clear.")
  var unmasked = false

  func run() throws(Complaint) {
    guard tag == nil || !apdu else { throw Complaint("--tag and --apdu exclude each other") }
    guard file == nil || hex.isEmpty else {
      throw Complaint("give the bytes either as arguments or with --file")
    }
    var tail: TLVError?
    do throws(HexInput.Failure) {
      tail = try decode()
    } catch {
      if json {
        let failure: JSONValue = [
          "offset": .number(error.offset), "reason": .string(error.reason),
        ]
        print((["error": failure] as JSONValue).text)
      }
      throw Complaint("byte \(error.offset): \(error.reason)")
    }
    if let tail { throw Complaint("byte \(tail.offset): \(tail.reason)") }
  }

  /// Prints what there is; returns why not all of it are objects.
  private func decode() throws(HexInput.Failure) -> TLVError? {
    if apdu {
      try decodeExchanges()
      return nil
    }
    let bytes = try HexInput.bytes(ofText: lines().joined(separator: " "))
    if let tag {
      try decodeValue(bytes, tag: tag)
      return nil
    }
    let inspection = TLVInspection(bytes, revealingSecrets: unmasked)
    if json {
      let tree = inspection.json { item in
        let notes = Self.notes(for: item, in: bytes)
        return notes.isEmpty ? [] : [.init("meaning", .array(notes.map(\.json)))]
      }
      print(tree.text)
    } else {
      print(inspection.text { Self.notes(for: $0, in: bytes).map(\.line) }, terminator: "")
    }
    return inspection.error
  }

  private func decodeValue(_ value: [UInt8], tag text: String) throws(HexInput.Failure) {
    let raw = (try? Hexadecimal.bytes(text)) ?? []
    guard (1...4).contains(raw.count),
      let tag = DataObjectTag(rawValue: raw.reduce(0) { $0 << 8 | UInt32($1) })
    else {
      throw HexInput.Failure(
        offset: 0, reason: "“\(TerminalText.harmless(text))” is no tag, such as 95 or 9F33")
    }
    let element = DataElement.named(tag)
    let isMasked = (element?.secrecy ?? .none) != .none && !unmasked
    let notes = isMasked ? [] : ElementMeaning.explanations(tag, value)
    // The one printer of objects masks the value.
    var writer = TLVWriter()
    writer.append(tag, value)
    let shown = TLVInspection(writer.bytes, revealingSecrets: unmasked).items.first?.value
    if json {
      print(
        JSONValue.object([
          .init("tag", .string(tag.text)),
          .init("name", element.map { .string($0.name) } ?? .null),
          .init("value", .string(shown ?? Hexadecimal.text(value))),
          .init("meaning", .array(notes.map(\.json))),
        ]).text)
    } else {
      print("\(tag) \(element?.name ?? "unknown") [\(value.count)]: \(shown ?? "a template")")
      for note in notes { print("    \(note.line)") }
    }
  }

  private func decodeExchanges() throws(HexInput.Failure) {
    var report = ExchangeReport(unmasked: unmasked)
    var expectsCommand = true
    for (index, line) in try lines().enumerated() {
      var text = line.drop { $0 == " " || $0 == "\t" }
      if let mark = text.first, mark == ">" || mark == "<" {
        expectsCommand = mark == ">"
        text = text.dropFirst()
      }
      if text.allSatisfy(\.isWhitespace) { continue }
      let bytes = try HexInput.bytes(ofText: String(text))
      let isTaken =
        expectsCommand ? report.appendCommand(bytes) : report.appendResponse(bytes)
      guard isTaken else {
        throw HexInput.Failure(
          offset: 0,
          reason: "part \(index + 1) is no \(expectsCommand ? "command" : "answer") of a card")
      }
      expectsCommand.toggle()
    }
    if json {
      print((["exchanges": report.json] as JSONValue).text)
    } else {
      print(report.text, terminator: "")
    }
  }

  /// The arguments, or the lines of the file or of standard input.
  private func lines() throws(HexInput.Failure) -> [String] {
    guard file != nil || hex == ["-"] else {
      guard !hex.isEmpty else {
        throw HexInput.Failure(
          offset: 0, reason: "no bytes: give hexadecimal digits, --file, or - and a file")
      }
      return hex
    }
    let text: String
    if let file {
      do throws(Complaint) {
        text = String(
          decoding: try InputFile.bytes(of: file, limit: HexInput.characterLimit), as: UTF8.self)
      } catch {
        throw HexInput.Failure(offset: 0, reason: error.text)
      }
    } else {
      text = try HexInput.standardInput()
    }
    return text.split(whereSeparator: \.isNewline).map(String.init)
  }

  /// The lines beneath an object of a tree: none in a template, and none for a secret.
  static func notes(for item: TLVInspection.Item, in bytes: [UInt8]) -> [Explanation] {
    guard item.value != nil, !item.isMasked else { return [] }
    let end = item.valueOffset + item.byteCount
    guard bytes.indices.contains(item.valueOffset) || item.byteCount == 0, end <= bytes.count
    else { return [] }
    return ElementMeaning.explanations(item.tag, Array(bytes[item.valueOffset..<end]))
  }
}
