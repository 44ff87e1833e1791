import ChineseText
import ESCPOS
import HAL

/// Says a slip in the printer's language.
struct DocumentEncoder {
  /// The commands that make one line of dots or more; a slip may be interrupted behind each.
  typealias Line = [ESCPOSCommand]

  /// What a QR code of each version, 1 to 40, holds at medium correction, in bytes.
  ///
  /// Source: ISO/IEC 18004:2015, table 7.
  private static let codeCapacities = [
    14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666,
    711, 779, 857, 911, 997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911,
    1989, 2099, 2213, 2331,
  ]

  /// Dots from a line of tall characters to the next; with the usual 30 they would touch.
  private static let tallSpacing: UInt8 = 60

  private let profile: PrinterProfile
  private let characters: ChineseText?

  init(_ profile: PrinterProfile) {
    self.profile = profile
    characters = ChineseText(.gbk)
  }

  private var columns: Int { profile.paper.columns }

  /// The whole slip, line by line, from a printer that has forgotten everything.
  func lines(of document: PrintDocument) -> [Line] {
    let beginning: Line =
      [.initialize] + (profile.bracketsChinese ? [.doubleByteMode(true)] : [])
    return [beginning] + document.elements.flatMap(lines)
  }

  /// What separates a slip from one that broke off above it.
  var separation: Line { [.initialize] + cut }

  private func lines(of element: PrintDocument.Element) -> [Line] {
    switch element {
    case .text(let text, let alignment, let size, let isBold):
      return lines(of: text, alignment, size, isBold)
    case .pair(let label, let value):
      return LineLayout.pair(printable(label), printable(value), columns: columns).map {
        [.text(encoded($0)), .lineFeed]
      }
    case .rule: return [[.text([UInt8](repeating: 0x2D, count: columns)), .lineFeed]]
    case .feed(let lines): return [[.feedLines(UInt8(clamping: lines))]]
    case .qrCode(let text): return code(text)
    case .cut: return [cut]
    }
  }

  private func lines(
    of text: String, _ alignment: PrintDocument.Alignment, _ size: PrintDocument.Size,
    _ isBold: Bool
  ) -> [Line] {
    let (width, height): (UInt8, UInt8) =
      switch size {
      case .normal: (1, 1)
      case .double: (2, 2)
      case .tall: (1, 2)
      }
    let before: Line =
      (alignment == .left ? [] : [.align(Self.alignment(alignment))])
      + (size == .normal
        ? [] : [.lineSpacing(Self.tallSpacing), .characterSize(width: width, height: height)])
      + (isBold ? [.bold(true)] : [])
    let after: Line =
      (isBold ? [.bold(false)] : [])
      + (size == .normal ? [] : [.characterSize(width: 1, height: 1), .lineSpacing(nil)])
      + (alignment == .left ? [] : [.align(.left)])
    return LineLayout.wrap(printable(text), columns: columns / Int(width)).map {
      before + [.text(encoded($0)), .lineFeed] + after
    }
  }

  /// A QR code as large as is good to read; what no code can hold is printed as text.
  private func code(_ text: String) -> [Line] {
    let data = Array(text.utf8)
    guard let index = Self.codeCapacities.firstIndex(where: { $0 >= data.count }) else {
      return lines(of: text, .left, .normal, false)
    }
    let modules = 21 + 4 * index
    let size = min(6, max(1, profile.paper.dots * 3 / 4 / modules))
    // A reader wants four empty modules around the code.
    let border = UInt8(4 * size)
    return [
      [
        .feedDots(border), .align(.center), .qrModuleSize(UInt8(size)), .qrCorrection(.medium),
        .qrStore(data), .qrPrint, .align(.left), .feedDots(border),
      ]
    ]
  }

  private var cut: Line {
    switch profile.cutter {
    case .none: [.feedLines(4)]
    case .partial: [.cut(isPartial: true, feed: 0)]
    case .full: [.cut(isPartial: false, feed: 0)]
    }
  }

  private static func alignment(
    _ alignment: PrintDocument.Alignment
  ) -> ESCPOSCommand.Alignment {
    switch alignment {
    case .left: .left
    case .center: .center
    case .right: .right
    }
  }

  /// The text as it will come out: what the printer's font lacks is a question mark, and characters
  /// that would be commands are gone.
  private func printable(_ text: String) -> String {
    guard let characters else {
      return String(text.map { $0.isASCII || $0.isNewline ? $0 : "?" }.filter(Self.isHarmless))
    }
    return characters.decode(characters.encode(String(text.filter(Self.isHarmless))))
  }

  private static func isHarmless(_ character: Character) -> Bool {
    character.isNewline || character.unicodeScalars.allSatisfy { $0.value >= 0x20 }
  }

  private func encoded(_ line: String) -> [UInt8] { characters?.encode(line) ?? Array(line.utf8) }
}
