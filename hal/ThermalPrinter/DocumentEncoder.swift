import ChineseText
import DotGraphics
import ESCPOS
import HAL

/// Says a slip in the printer's language.
///
/// A line that the printer's own font can print goes out as text, any other as dots.
struct DocumentEncoder {
  /// How characters look.
  private struct Look {
    var alignment = ESCPOSCommand.Alignment.left
    var width = 1
    var height = 1
    var isBold = false
  }

  /// Rows of dots from one line of text to the next.
  private static let lineRows = 30
  /// Rows from the head to the cutter, which a cut moves.
  private static let cutterRows = 120
  private static let barcodeRows = 64

  let profile: PrinterProfile
  private let characters: ChineseText?
  private let typesetter: Typesetter?

  init(_ profile: PrinterProfile) {
    self.profile = profile
    characters =
      switch profile.font {
      case .ascii: nil
      case .gbk: ChineseText(.gbk)
      case .gb18030: ChineseText(.gb18030)
      }
    typesetter = profile.ownFont.map { Typesetter($0, dots: profile.dots) }
  }

  /// What stands before each slip: the printer forgets everything.
  var beginning: SlipLine {
    var commands: [ESCPOSCommand] = [.initialize]
    if let density = profile.density { commands.append(.printDensity(density)) }
    if profile.font != .ascii, profile.chineseMode == .perSlip {
      commands.append(.doubleByteMode(true))
    }
    return SlipLine(commands, rows: 0)
  }

  /// What separates a slip from one that broke off above it.
  var separation: [UInt8] { ([.initialize] + cut.commands).flatMap(\.bytes) }

  /// One element, line by line.
  func lines(of element: PrintDocument.Element) -> [SlipLine] {
    switch element {
    case .text(let text, let alignment, let size, let isBold):
      return lines(of: text, Self.look(alignment, size, isBold))
    case .pair(let label, let value):
      return LineLayout.pair(printable(label), printable(value), columns: profile.columns)
        .map { line(of: $0, Look()) }
    case .rule:
      return [line(of: String(repeating: "-", count: profile.columns), Look())]
    case .feed(let count):
      return [SlipLine([.feedLines(UInt8(clamping: count))], rows: max(0, count) * Self.lineRows)]
    case .qrCode(let text): return code(text)
    case .barcode(let text): return barcode(text)
    case .logo: return profile.logo.map { image($0) } ?? []
    case .drawer:
      // 50 ms on, 500 ms off: as much as the coils of drawers want.
      return profile.drawerPin.map {
        [SlipLine([.drawerPulse(pin: $0, on: 25, off: 250)], rows: 0)]
      }
        ?? []
    case .cut: return [cut]
    }
  }

  private var cut: SlipLine {
    let commands: [ESCPOSCommand] =
      switch profile.cutter {
      case .none: [.feedLines(4)]
      case .partial: [.cut(isPartial: true, feed: 0)]
      case .full: [.cut(isPartial: false, feed: 0)]
      }
    var line = SlipLine(commands, rows: Self.cutterRows)
    line.isCut = true
    return line
  }
}

// Text.
extension DocumentEncoder {
  private static func look(
    _ alignment: PrintDocument.Alignment, _ size: PrintDocument.Size, _ isBold: Bool
  ) -> Look {
    let place: ESCPOSCommand.Alignment =
      switch alignment {
      case .left: .left
      case .center: .center
      case .right: .right
      }
    switch size {
    case .normal: return Look(alignment: place, isBold: isBold)
    case .double: return Look(alignment: place, width: 2, height: 2, isBold: isBold)
    case .tall: return Look(alignment: place, height: 2, isBold: isBold)
    }
  }

  private func lines(of text: String, _ look: Look) -> [SlipLine] {
    LineLayout.wrap(printable(text), columns: profile.columns / look.width)
      .map { line(of: $0, look) }
  }

  private func line(of text: String, _ look: Look) -> SlipLine {
    let rows = Self.lineRows * look.height
    if !covers(text), let typesetter,
      let picture = typesetter.image(
        of: text, look.alignment, width: look.width, height: look.height, isBold: look.isBold)
    {
      let bands = picture.bands(rows: profile.bandRows(bytesPerRow: picture.bytesPerRow))
      return SlipLine(bands + [.feedDots(UInt8(clamping: rows - picture.height))], rows: rows)
    }
    let before: [ESCPOSCommand] =
      (look.alignment == .left ? [] : [.align(look.alignment)])
      // With the usual spacing tall characters would touch.
      + (look.height == 1 ? [] : [.lineSpacing(UInt8(clamping: rows))])
      + (look.width == 1 && look.height == 1
        ? [] : [.characterSize(width: UInt8(look.width), height: UInt8(look.height))])
      + (look.isBold ? [.bold(true)] : [])
    let after: [ESCPOSCommand] =
      (look.isBold ? [.bold(false)] : [])
      + (look.width == 1 && look.height == 1 ? [] : [.characterSize(width: 1, height: 1)])
      + (look.height == 1 ? [] : [.lineSpacing(nil)])
      + (look.alignment == .left ? [] : [.align(.left)])
    return SlipLine(before + encoded(text) + [.lineFeed] + after, rows: rows)
  }

  private func encoded(_ line: String) -> [ESCPOSCommand] {
    let bytes = characters?.encode(line) ?? line.map { $0.asciiValue ?? 0x3F }
    let text = ESCPOSCommand.text(bytes)
    let isChinese = profile.chineseMode == .perLine && bytes.contains { $0 >= 0x80 }
    return isChinese ? [.doubleByteMode(true), text, .doubleByteMode(false)] : [text]
  }

  private func covers(_ line: String) -> Bool {
    characters?.covers(line) ?? line.utf8.allSatisfy { $0 < 0x80 }
  }

  /// The text as it will come out: characters that would be commands are gone, and those that
  /// nothing can print are question marks.
  private func printable(_ text: String) -> String {
    let harmless = String(text.filter(Self.isHarmless))
    if typesetter != nil { return harmless }
    guard let characters else {
      return String(harmless.map { $0.isASCII || $0.isNewline ? $0 : "?" })
    }
    return characters.decode(characters.encode(harmless))
  }

  private static func isHarmless(_ character: Character) -> Bool {
    character.isNewline
      || character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
  }
}

// Pictures.
extension DocumentEncoder {
  /// A picture in the middle of the paper; one that is too wide is left out.
  private func image(_ image: DotImage) -> [SlipLine] {
    guard image.width <= profile.dots else { return [] }
    let bandRows = profile.bandRows(bytesPerRow: image.bytesPerRow)
    return image.bands(rows: bandRows).enumerated().map { index, band in
      SlipLine(
        [.align(.center), band, .align(.left)],
        rows: min(bandRows, image.height - index * bandRows))
    }
  }

  /// A QR code as large as is good to read; what no code can hold is printed as text.
  private func code(_ text: String) -> [SlipLine] {
    let data = Array(text.utf8)
    guard let modules = QRCapacity.edge(forBytes: data.count) else {
      return lines(of: text, Look())
    }
    let size = min(6, max(1, profile.dots * 3 / 4 / modules))
    // A reader wants four empty modules around the code.
    let border = SlipLine([.feedDots(UInt8(4 * size))], rows: 4 * size)
    let store = ESCPOSCommand.qrStore(data)
    // Even the length of a code can look like a command that is obeyed at once.
    if !profile.drawsCodes || RealTimeCommands.stand(in: store.bytes) {
      guard let symbol = try? QRSymbol(data, correction: .medium) else {
        return lines(of: text, Look())
      }
      return [border] + image(symbol.image(moduleDots: size)) + [border]
    }
    let code = SlipLine(
      [
        .align(.center), .qrModuleSize(UInt8(size)), .qrCorrection(.medium), store, .qrPrint,
        .align(.left),
      ], rows: modules * size)
    return [border, code, border]
  }

  /// A bar code with its text below, as wide as is good to read.
  private func barcode(_ text: String) -> [SlipLine] {
    let quietModules = 20
    guard let data = Code128.data(of: text), let code = Code128(data: data),
      case let size = min(3, profile.dots / (code.moduleCount + quietModules)), size >= 2
    else { return lines(of: text, Look()) }
    if !profile.drawsCodes {
      return image(code.image(moduleDots: size, height: Self.barcodeRows))
        + lines(of: text, Look(alignment: .center))
    }
    return [
      SlipLine(
        [
          .align(.center), .barcodeHeight(UInt8(Self.barcodeRows)),
          .barcodeModuleWidth(UInt8(size)), .barcodeText(2),
          .barcode(system: Code128.system, data: data), .align(.left),
        ], rows: Self.barcodeRows + Self.lineRows)
    ]
  }
}
