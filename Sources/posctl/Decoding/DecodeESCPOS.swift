import ArgumentParser
import DotGraphics
import Glibc
import JSONText
import MockDevices
import SlipRenderer

/// `posctl decode escpos`: what a printer is told, and how it would look.
struct DecodeESCPOS: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "escpos",
    abstract: "List the commands that a receipt printer is sent, and draw what it prints.",
    discussion: """
      The bytes are a file as it goes to the printer, or hexadecimal digits. Text is read as \
      GB 18030. With --png each slip becomes a picture of the paper, 8 dots to the millimetre; the \
      second slip is OUT-2.png, and so on.

      --json prints one object:

      {"commands":[{"offset","bytes","code","meaning"}],"slips":[{"lines":["…"],"complete"}], \
      "unfinished"}

      “unfinished” counts the bytes of a command that the input ends within.
      """)

  /// The longest input: a roll of paper has less.
  private static let byteLimit = 16 << 20

  @Argument(
    help: ArgumentHelp(
      "A file, - for standard input, or hexadecimal digits.", valueName: "file-or-hex"))
  var input: [String]

  @Option(help: ArgumentHelp("Draws the slips into this file.", valueName: "out.png"))
  var png: String?

  @Option(
    name: .customLong("width-dots"),
    help: ArgumentHelp("Dots across the paper: 384 for 58 mm, 576 for 80 mm.", valueName: "dots"))
  var widthDots = 384

  @Flag(help: "One JSON object instead of text.")
  var json = false

  func validate() throws(ValidationError) {
    guard (8...4096).contains(widthDots) else {
      throw ValidationError("--width-dots takes 8 to 4096")
    }
  }

  func run() throws(Complaint) {
    let bytes = try bytes()
    let listing = ESCPOSListing(bytes)
    let slips = slips(bytes)
    if let png { try draw(slips, to: png) }
    print(json ? Self.json(listing, slips).text + "\n" : Self.text(listing), terminator: "")
    if !json, listing.unfinishedByteCount > 0 {
      StandardError.write(
        "posctl: the input ends within a command, after \(listing.unfinishedByteCount) bytes of it")
    }
  }

  private func bytes() throws(Complaint) -> [UInt8] {
    if input.count == 1, let name = input.first, name == "-" || access(name, F_OK) == 0 {
      return try InputFile.bytes(of: name, limit: Self.byteLimit)
    }
    do throws(HexInput.Failure) {
      return try HexInput.bytes(ofText: input.joined(separator: " "))
    } catch {
      let names = input.joined(separator: " ").prefix(60)
      throw Complaint(
        "“\(names)” is no file, and not hexadecimal: byte \(error.offset): \(error.reason)")
    }
  }

  /// What comes out of a printer that gets the bytes, the last piece too.
  private func slips(_ bytes: [UInt8]) -> [EmulatedSlip] {
    var model = EmulatedPrinterModel(dots: widthDots)
    model.bufferBytes = .max
    let printer = EmulatedPrinter(model)
    _ = printer.receive(bytes)
    return printer.slips + (printer.current.isBlank ? [] : [printer.current])
  }

  private func draw(_ slips: [EmulatedSlip], to path: String) throws(Complaint) {
    if slips.isEmpty { throw Complaint("nothing is printed by these bytes: there is no picture") }
    let renderer: SlipRenderer
    do throws(DotGraphicsError) {
      renderer = try SlipRenderer()
    } catch {
      throw Complaint("\(error)")
    }
    for (index, slip) in slips.enumerated() {
      let file: [UInt8]
      do throws(SlipRenderingError) {
        file = try renderer.png(of: slip)
      } catch {
        throw Complaint("\(error)")
      }
      try InputFile.write(file, to: Self.name(path, number: index + 1))
    }
  }

  /// `slip.png`, `slip-2.png`, `slip-3.png`.
  private static func name(_ path: String, number: Int) -> String {
    if number == 1 { return path }
    let stem = path.hasSuffix(".png") ? String(path.dropLast(4)) : path
    return "\(stem)-\(number).png"
  }

  private static func text(_ listing: ESCPOSListing) -> String {
    TextTable(
      rows: listing.rows.map { ["\($0.offset)", $0.code, $0.meaning] }, rightAligned: [0]
    ).text
  }

  private static func json(_ listing: ESCPOSListing, _ slips: [EmulatedSlip]) -> JSONValue {
    [
      "commands": .array(
        listing.rows.map {
          [
            "offset": .number($0.offset), "bytes": .number($0.byteCount), "code": .string($0.code),
            "meaning": .string($0.meaning),
          ]
        }),
      "slips": .array(
        slips.map {
          [
            "lines": .array($0.textLines.map { .string($0) }), "complete": .boolean($0.isComplete),
          ]
        }), "unfinished": .number(listing.unfinishedByteCount),
    ]
  }
}
