package import ESCPOS

/// What came out of an emulated printer between two cuts.
package struct EmulatedSlip: Hashable, Sendable {
  /// Characters of one look.
  package struct Run: Hashable, Sendable {
    /// The characters.
    package var text: String
    /// How often each dot is repeated across, 1 to 8.
    package var width: Int
    /// How often each dot is repeated down, 1 to 8.
    package var height: Int
    /// Whether it is bold.
    package var isBold: Bool
    /// How thick the line below is in dots.
    package var underline: Int
    /// Whether it is white on black.
    package var isReverse: Bool

    /// Puts a run together; the defaults are those of a printer that was told nothing.
    package init(
      _ text: String, width: Int = 1, height: Int = 1, isBold: Bool = false, underline: Int = 0,
      isReverse: Bool = false
    ) {
      self.text = text
      self.width = width
      self.height = height
      self.isBold = isBold
      self.underline = underline
      self.isReverse = isReverse
    }
  }

  /// One thing on the paper, from the top to the bottom.
  package enum Item: Hashable, Sendable {
    /// A line of characters; the spacing is the distance to the next line in dots.
    case line([Run], alignment: ESCPOSCommand.Alignment, spacing: Int)
    /// Empty paper.
    case feed(dots: Int)
    /// A QR code.
    case qrCode(
      [UInt8], moduleDots: Int, correction: ESCPOSCommand.QRCorrection,
      alignment: ESCPOSCommand.Alignment)
    /// Dots, row by row; each is repeated so often across and down.
    case image(
      bytesPerRow: Int, data: [UInt8], width: Int, height: Int,
      alignment: ESCPOSCommand.Alignment)
    /// A bar code; its text stands above (1), below (2), both (3) or nowhere (0).
    case barcode(
      system: UInt8, data: [UInt8], moduleDots: Int, height: Int, textPosition: UInt8,
      alignment: ESCPOSCommand.Alignment)
    /// The cut.
    case cut(isPartial: Bool)
  }

  /// How many dots the head has across.
  package let dots: Int
  /// What stands on it.
  package internal(set) var items: [Item] = []
  /// The commands that were printed, as bytes.
  package internal(set) var bytes: [UInt8] = []
  /// Whether it was printed to its end; a torn or abandoned one was not.
  package internal(set) var isComplete = true

  /// Starts an empty slip.
  init(dots: Int) { self.dots = dots }

  /// Whether nothing but empty paper came out.
  package var isBlank: Bool {
    items.allSatisfy { item in
      switch item {
      case .feed, .cut: true
      case .line, .qrCode, .image, .barcode: false
      }
    }
  }

  /// The lines of text without the blanks that align them; codes in brackets.
  package var textLines: [String] {
    items.compactMap { item in
      switch item {
      case .line(let runs, _, _): Self.trimmed(runs.map(\.text).joined())
      case .qrCode(let data, _, _, _): "[QR \(String(decoding: data, as: UTF8.self))]"
      case .barcode(let system, let data, _, _, _, _):
        "[BARCODE \(Self.text(system: system, data: data))]"
      case .image: "[IMAGE]"
      case .feed, .cut: nil
      }
    }
  }

  /// The lines of text, one below the other.
  package var plainText: String { textLines.map { $0 + "\n" }.joined() }

  /// What a bar code says; its bytes where its kind is unknown.
  package static func text(system: UInt8, data: [UInt8]) -> String {
    let code = system == Code128.system ? Code128(data: data) : nil
    return code?.text ?? String(decoding: data, as: UTF8.self)
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...]
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}

extension EmulatedSlip.Item {
  /// How far the paper moves for it, in rows of dots; a QR code by what it holds at least.
  var rows: Int {
    switch self {
    case .line(_, _, let spacing): spacing
    case .feed(let dots): dots
    case .qrCode(_, let moduleDots, _, _): 25 * moduleDots
    case .image(let bytesPerRow, let data, _, let height, _):
      data.count / max(1, bytesPerRow) * height
    case .barcode(_, _, _, let height, let textPosition, _):
      height + (textPosition == 0 ? 0 : PrintHead.characterHeight)
    case .cut: 0
    }
  }
}
