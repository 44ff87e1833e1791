import ChineseText
import ESCPOS

/// The part of an emulated printer that turns commands into things on paper.
struct PrintHead {
  /// A half-width character of font A is so many dots wide; a Chinese one twice that.
  static let halfWidth = 12
  /// Every character is so many dots high.
  static let characterHeight = 24
  /// Dots from one line to the next, unless told otherwise.
  static let defaultSpacing = 30

  /// What a printer forgets at ESC @.
  private struct Mode {
    var alignment = ESCPOSCommand.Alignment.left
    var width = 1
    var height = 1
    var isBold = false
    var underline = 0
    var isReverse = false
    var isDoubleByte = true
    var spacing = PrintHead.defaultSpacing
    var moduleDots = 3
    var correction = ESCPOSCommand.QRCorrection.low
    var symbol: [UInt8] = []
    var barcodeHeight = 162
    var barcodeModuleDots = 3
    var barcodeText: UInt8 = 0
  }

  /// What the printer can do.
  var model: EmulatedPrinterModel
  private let characters: ChineseText?
  private var mode = Mode()
  private var runs: [EmulatedSlip.Run] = []
  private var usedDots = 0
  /// The first bytes of a character whose others have not come yet.
  private var split: [UInt8] = []

  init(_ model: EmulatedPrinterModel) {
    self.model = model
    characters = ChineseText(.gb18030)
    reset()
  }

  /// Forgets modes and what stands in the line.
  mutating func reset() {
    mode = Mode()
    mode.isDoubleByte = model.startsInChinese && model.font != .ascii
    clearLine()
  }

  mutating func clearLine() {
    (runs, usedDots, split) = ([], 0, [])
  }

  /// Obeys a command; gives what it puts on the paper.
  mutating func obey(_ command: ESCPOSCommand) -> [EmulatedSlip.Item] {
    switch command {
    case .text(let bytes): return print(bytes)
    case .lineFeed: return endLine()
    case .feedLines(let count): return endLine(feeding: Int(count) * mode.spacing)
    case .feedDots(let count): return endLine(feeding: Int(count))
    case .initialize: reset()
    case .lineSpacing(let spacing): mode.spacing = spacing.map(Int.init) ?? Self.defaultSpacing
    case .align(let alignment): if runs.isEmpty { mode.alignment = alignment }
    case .bold(let isBold): mode.isBold = isBold
    case .underline(let thickness): mode.underline = Int(thickness)
    case .printMode(let bits): setPrintMode(bits)
    case .characterSize(let width, let height):
      (mode.width, mode.height) = (Int(width), Int(height))
    case .reverse(let isReverse): mode.isReverse = isReverse
    case .doubleByteMode(let isOn): mode.isDoubleByte = isOn && model.font != .ascii
    case .doubleBytePrintMode(let bits): setDoubleBytePrintMode(bits)
    case .qrModuleSize(let size): mode.moduleDots = Int(size)
    case .qrCorrection(let level): mode.correction = level
    case .qrStore(let data): mode.symbol = data
    case .qrPrint: return model.drawsCodes ? endedLine() + [symbol] : []
    case .barcode(let system, let data):
      return model.drawsCodes ? endedLine() + [barcode(system, data)] : []
    case .barcodeHeight(let rows): mode.barcodeHeight = Int(rows)
    case .barcodeModuleWidth(let dots): mode.barcodeModuleDots = Int(dots)
    case .barcodeText(let position): mode.barcodeText = position & 3
    case .raster(let bits, let bytesPerRow, let data):
      return endedLine() + [image(bits, bytesPerRow, data)]
    case .codePage, .cut, .drawerPulse, .printDensity, .sensorReport, .automaticStatus, .identity,
      .realTimeStatus, .realTimeRequest,
      .realTimePulse, .other:
      break
    }
    return []
  }

  /// What stands in the line, printed; nothing when it is empty.
  mutating func endedLine() -> [EmulatedSlip.Item] { runs.isEmpty ? [] : endLine() }

  private mutating func endLine(feeding dots: Int? = nil) -> [EmulatedSlip.Item] {
    defer { clearLine() }
    if runs.isEmpty { return [.feed(dots: dots ?? mode.spacing)] }
    let line = EmulatedSlip.Item.line(
      runs, alignment: mode.alignment, spacing: max(mode.spacing, tallest))
    return dots.map { [line, .feed(dots: $0)] } ?? [line]
  }

  private var tallest: Int { (runs.map(\.height).max() ?? 1) * Self.characterHeight }

  private var symbol: EmulatedSlip.Item {
    .qrCode(
      mode.symbol, moduleDots: mode.moduleDots, correction: mode.correction,
      alignment: mode.alignment)
  }

  private func barcode(_ system: UInt8, _ data: [UInt8]) -> EmulatedSlip.Item {
    .barcode(
      system: system, data: data, moduleDots: mode.barcodeModuleDots, height: mode.barcodeHeight,
      textPosition: mode.barcodeText, alignment: mode.alignment)
  }

  private func image(_ bits: UInt8, _ bytesPerRow: Int, _ data: [UInt8]) -> EmulatedSlip.Item {
    .image(
      bytesPerRow: bytesPerRow, data: data, width: bits & 1 == 0 ? 1 : 2,
      height: bits & 2 == 0 ? 1 : 2, alignment: mode.alignment)
  }

  private mutating func setPrintMode(_ bits: UInt8) {
    mode.isBold = bits & 0x08 != 0
    mode.height = bits & 0x10 != 0 ? 2 : 1
    mode.width = bits & 0x20 != 0 ? 2 : 1
    mode.underline = bits & 0x80 != 0 ? 1 : 0
  }

  private mutating func setDoubleBytePrintMode(_ bits: UInt8) {
    mode.width = bits & 0x04 != 0 ? 2 : 1
    mode.height = bits & 0x08 != 0 ? 2 : 1
    mode.underline = bits & 0x80 != 0 ? 1 : 0
  }

  private mutating func print(_ bytes: [UInt8]) -> [EmulatedSlip.Item] {
    var items: [EmulatedSlip.Item] = []
    for byte in bytes {
      split.append(byte)
      let length = mode.isDoubleByte ? length(split) : 1
      guard split.count >= length else { continue }
      let text = decoded(split)
      split = []
      let width = Self.halfWidth * mode.width * (length == 1 ? 1 : 2)
      if usedDots + width > model.dots { items += endedLine() }
      append(text)
      usedDots += width
    }
    return items
  }

  /// How many bytes the character has that begins so.
  private func length(_ start: [UInt8]) -> Int {
    guard (0x81...0xFE).contains(start[0]) else { return 1 }
    let isFour = start.count >= 2 && (0x30...0x39).contains(start[1])
    return isFour && model.font == .gb18030 ? 4 : 2
  }

  private func decoded(_ bytes: [UInt8]) -> String {
    if bytes.count == 1, let byte = bytes.first {
      return byte < 0x80 ? String(decoding: bytes, as: UTF8.self) : "\u{FFFD}"
    }
    return characters?.decode(bytes) ?? "\u{FFFD}"
  }

  private mutating func append(_ text: String) {
    let run = EmulatedSlip.Run(
      text, width: mode.width, height: mode.height, isBold: mode.isBold,
      underline: mode.underline, isReverse: mode.isReverse)
    if var last = runs.last {
      last.text = run.text
      if last == run {
        runs[runs.count - 1].text += text
        return
      }
    }
    runs.append(run)
  }
}
