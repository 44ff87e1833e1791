import ArgumentParser
import HAL
import JSONText
import MagneticStripe

/// `posctl decode track`: what a magnetic stripe says.
struct DecodeTrack: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "track",
    abstract: "Decode the tracks of a magnetic stripe.",
    discussion: """
      TEXT is one track or several with their sentinels, such as '%B…?;…?', or track 2 alone \
      without them; - reads standard input, which keeps a card out of the shell's history. With \
      --bits the raw bits of one track are given in hexadecimal, highest bit first, drawn in \
      either direction; without --track all three are tried. With --report a whole report of a \
      reader is given in hexadecimal. Card numbers are masked.

      --json prints the object of posctl swipe, with --bits and two members more: \
      {"parityErrors":[],"checkCharacterRight"}.

      Exit status: 0 decoded; 2 the track can't be read, and standard error says why.
      """)

  @Argument(help: ArgumentHelp("The tracks as text; - reads standard input.", valueName: "text"))
  var text: String?

  @Option(help: ArgumentHelp("The raw bits of a track in hexadecimal.", valueName: "hex"))
  var bits: String?

  @Option(help: "Which track the bits are: 1, 2 or 3.")
  var track: Int?

  @Option(
    help: ArgumentHelp(
      "The format of a whole report, which is then given as TEXT in hexadecimal: "
        + SwipeReportFormat.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      valueName: "format"))
  var report: String?

  @Flag(help: "One JSON object instead of text.")
  var json = false

  func run() throws(Complaint) {
    switch (text, bits) {
    case (nil, nil): throw Complaint("give the tracks as TEXT, or raw bits with --bits HEX")
    case (_?, _?): throw Complaint("give TEXT or --bits, not both")
    case (nil, let bits?): try show(bits: bits)
    case (let text?, nil):
      if let report { try show(report: text, format: report) } else { try show(text: text) }
    }
  }

  private func show(text: String) throws(Complaint) {
    let text = text == "-" ? readLine(strippingNewline: false) ?? "" : text
    var bytes = Array(text.utf8)
    // Track 2 as field 35 has it: no sentinels, and D for the separator.
    if let first = bytes.first, (0x30...0x39).contains(first) {
      bytes = [0x3B] + bytes.filter { $0 > 0x20 }.map { $0 == 0x44 ? 0x3D : $0 } + [0x3F]
    }
    try show(TrackText.swipe(bytes), bits: nil)
  }

  private func show(report: String, format: String) throws(Complaint) {
    guard let format = SwipeReportFormat(rawValue: format) else {
      let all = SwipeReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw Complaint("--report takes \(all), not “\(format)”")
    }
    let bytes = try Self.bytes(report)
    let swipe: Swipe
    do throws(SwipeReportError) {
      swipe = try format.swipe(bytes)
    } catch {
      throw Complaint("no report of \(format.rawValue): \(Self.words(for: error))")
    }
    try show(swipe, bits: nil)
  }

  private func show(bits: String) throws(Complaint) {
    guard track == nil || (1...3).contains(track ?? 0) else {
      throw Complaint("--track takes 1, 2 or 3")
    }
    let bytes = try Self.bytes(bits)
    let formats = track.flatMap(TrackFormat.init).map { [$0] } ?? TrackFormat.allCases
    let decoded = formats.map { ($0, TrackBits(bytes, format: $0)) }
    // Bits that say which track they are decode as that one alone.
    let readable = decoded.first { if case .characters = $0.1.reading { true } else { false } }
    guard let (format, track) = readable ?? decoded.first else { return }
    var swipe = Swipe(track1: .absent, track2: .absent, track3: .absent)
    swipe[format] = track.reading
    swipe.direction = track.direction
    try show(swipe, bits: track)
  }

  /// Prints what there is; complains when no track could be read.
  private func show(_ swipe: Swipe, bits: TrackBits?) throws(Complaint) {
    let report = SwipeReport(swipe, bits: bits)
    print(json ? report.json.text + "\n" : report.text, terminator: "")
    if let complaint = report.complaint { throw complaint }
  }

  private static func bytes(_ hex: String) throws(Complaint) -> [UInt8] {
    do throws(HexInput.Failure) {
      return try HexInput.bytes(of: [hex])
    } catch {
      throw Complaint("byte \(error.offset): \(error.reason)")
    }
  }

  private static func words(for error: SwipeReportError) -> String {
    switch error {
    case .truncated(let offset, let wanted, let available):
      "byte \(offset): \(wanted) bytes belong there, and there are \(available)"
    case .badLength(let length, let offset): "byte \(offset): a length of \(length) can't be true"
    case .notFramed(let offset): "byte \(offset): the block's first or last byte is not there"
    case .checkWrong(let offset): "byte \(offset): the block's check byte is wrong"
    case .sumWrong(let offset): "byte \(offset): the block's sum is wrong"
    case .notHexadecimal(let offset): "character \(offset + 1) is not a hexadecimal digit"
    }
  }
}
