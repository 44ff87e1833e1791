import ChineseText
import ESCPOS
import Octets

/// Printer commands one below the other, each with its place and its meaning.
struct ESCPOSListing {
  /// One command.
  struct Row: Hashable {
    /// The first byte of it, from the beginning.
    let offset: Int
    /// How many bytes it has.
    let byteCount: Int
    /// Its name in ESC/POS, such as `ESC @`; empty for text.
    let code: String
    /// What it does.
    let meaning: String
  }

  /// From the first byte to the last.
  let rows: [Row]
  /// Bytes of a command that the input ends within.
  let unfinishedByteCount: Int

  /// Reads bytes as a printer would.
  init(_ bytes: [UInt8]) {
    var parser = ESCPOSParser()
    var rows: [Row] = []
    var text: (offset: Int, bytes: [UInt8])?
    let characters = ChineseText(.gb18030)
    func endText() {
      guard let ended = text.take() else { return }
      let words = characters?.decode(ended.bytes) ?? String(decoding: ended.bytes, as: UTF8.self)
      rows.append(
        Row(
          offset: ended.offset, byteCount: ended.bytes.count, code: "",
          meaning: "“\(TerminalText.harmless(words))”"))
    }
    for (index, byte) in bytes.enumerated() {
      for command in parser.receive(CollectionOfOne(byte)) {
        if case .text(let part) = command {
          text = (text?.offset ?? index, (text?.bytes ?? []) + part)
          continue
        }
        endText()
        let count = command.bytes.count
        rows.append(
          Row(
            offset: max(0, index + 1 - count), byteCount: count, code: command.code,
            meaning: command.meaning))
      }
    }
    endText()
    self.rows = rows
    unfinishedByteCount = parser.pendingByteCount
  }
}

extension ESCPOSCommand {
  private static let introducers: [UInt8: String] = [
    0x10: "DLE", 0x1B: "ESC", 0x1C: "FS", 0x1D: "GS",
  ]

  /// The first two bytes in the manuals' words, such as `GS V`; more for the families `GS (`.
  fileprivate var code: String {
    let bytes = bytes
    guard let first = bytes.first else { return "" }
    if first == 0x0A { return "LF" }
    guard let word = Self.introducers[first], bytes.count >= 2 else {
      return Hexadecimal.text([first])
    }
    let names: [UInt8: String] =
      first == 0x10
      ? [0x04: "EOT", 0x05: "ENQ", 0x14: "DC4"] : [0x28: bytes.count > 2 ? "( " : "("]
    var letter = names[bytes[1]] ?? Self.letter(bytes[1])
    if letter == "( ", bytes.count > 2 { letter = "( " + Self.letter(bytes[2]) }
    return "\(word) \(letter)"
  }

  private static func letter(_ byte: UInt8) -> String {
    (0x21...0x7E).contains(byte) ? String(UnicodeScalar(byte)) : Hexadecimal.text([byte])
  }

  /// What it does, in a few words.
  fileprivate var meaning: String {
    switch self {
    case .text, .lineFeed: "prints the line"
    case .initialize: "forgets all modes"
    case .feedLines(let count): "prints the line and feeds \(count) lines"
    case .feedDots(let count): "prints the line and feeds \(count) dots"
    case .lineSpacing(let dots): dots.map { "line spacing \($0) dots" } ?? "usual line spacing"
    case .align(let alignment): "alignment \(alignment)"
    case .bold(let isOn): isOn ? "bold" : "not bold"
    case .underline(let dots): dots == 0 ? "no underline" : "underline \(dots) dots"
    case .printMode(let mode): "print mode \(Hexadecimal.text([mode]))"
    case .characterSize(let width, let height): "characters \(width) × \(height)"
    case .reverse(let isOn): isOn ? "white on black" : "black on white"
    case .codePage(let number): "code page \(number)"
    case .doubleByteMode(let isOn): isOn ? "Chinese on" : "Chinese off"
    case .doubleBytePrintMode(let mode): "Chinese print mode \(Hexadecimal.text([mode]))"
    case .cut(let isPartial, _): isPartial ? "cuts, leaving a corner" : "cuts through"
    case .drawerPulse(let pin, let on, let off):
      "opens the drawer at pin \(pin == 0 ? 2 : 5): \(Int(on) * 2) ms on, \(Int(off) * 2) ms off"
    case .qrModuleSize(let dots): "QR code: \(dots) dots a module"
    case .qrCorrection(let level): "QR code: correction \(level)"
    case .qrStore(let data):
      "QR code: “\(TerminalText.harmless(String(decoding: data, as: UTF8.self)))”"
    case .qrPrint: "QR code: print"
    case .barcodeHeight(let dots): "bar code: \(dots) dots high"
    case .barcodeModuleWidth(let dots): "bar code: \(dots) dots a module"
    case .barcodeText(let position):
      "bar code: text \(["none", "above", "below", "both"][Int(position & 3)])"
    case .barcode(let system, let data): Self.meaning(ofBarcode: system, data)
    case .raster(_, let bytesPerRow, let data):
      "picture, \(bytesPerRow * 8) × \(data.count / max(1, bytesPerRow)) dots"
    case .printDensity(let level): "density \(level)"
    case .sensorReport(let kind): "asks for sensor \(kind) when all before is printed"
    case .automaticStatus(let mask): "asks to be told changes, mask \(Hexadecimal.text([mask]))"
    case .identity(let kind): "asks who the printer is, \(kind)"
    case .realTimeStatus(let kind): "asks for state \(kind) at once"
    case .realTimeRequest(let kind): kind == 1 ? "goes on after an error" : "throws away what waits"
    case .realTimePulse(let pin, _): "opens the drawer at pin \(pin == 0 ? 2 : 5) at once"
    case .other(let bytes): "not known here, \(bytes.count) bytes"
    }
  }

  private static func meaning(ofBarcode system: UInt8, _ data: [UInt8]) -> String {
    let code = system == Code128.system ? Code128(data: data) : nil
    let text = TerminalText.harmless(code?.text ?? String(decoding: data, as: UTF8.self))
    return "\(code == nil ? "bar code of kind \(system)" : "Code 128"): “\(text)”"
  }
}
