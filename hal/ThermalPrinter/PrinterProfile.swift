package import DotGraphics
package import ESCPOS

/// In what printers differ: what a board profile says of one.
package struct PrinterProfile: Hashable, Sendable {
  /// What ends a slip.
  package enum Cutter: String, Hashable, Sendable, CaseIterable {
    /// A tear bar.
    case none
    /// A cutter that leaves a corner uncut.
    case partial
    /// A cutter that cuts through.
    case full
  }

  /// How a printer tells its state, each way harder to build than the one before.
  package enum StatusLevel: String, Hashable, Sendable, CaseIterable {
    /// It does not; a slip's proof is always weak.
    case none
    /// By the three bits of its USB port; a slip's proof is always weak.
    case port
    /// It answers DLE EOT at once, and GS r behind what is printed.
    case realTime
    /// It tells each change by itself (GS a), and answers GS r behind what is printed.
    case automatic
  }

  /// The characters of the printer's own font.
  package enum Font: String, Hashable, Sendable, CaseIterable {
    /// ASCII alone.
    case ascii
    /// ASCII and GBK.
    case gbk
    /// ASCII and GB 18030.
    case gb18030
  }

  /// When bytes from 80 on are halves of Chinese characters.
  package enum ChineseMode: String, Hashable, Sendable, CaseIterable {
    /// Always: a printer made for China.
    case alwaysOn
    /// From FS & at the slip's beginning on.
    case perSlip
    /// Between FS & and FS . around each line that needs it.
    case perLine
  }

  /// Dots across the head: 384 on 58 mm of paper, 576 on 80 mm.
  package var dots: Int
  /// Half-width characters of 12 dots to a line.
  package var columns: Int
  /// What ends a slip.
  package var cutter = Cutter.partial
  /// The characters of its font.
  package var font = Font.gbk
  /// When they are Chinese.
  package var chineseMode = ChineseMode.perSlip
  /// A font of ours for lines that the printer's can't print, which go out dot by dot; without one
  /// a character that is lacking is a question mark.
  package var ownFont: FontFile?
  /// Whether it draws QR codes and bar codes itself; else they go out dot by dot.
  package var drawsCodes = true
  /// The picture at the top of slips.
  package var logo: DotImage?
  /// How dark it prints, from -5 to 5; nil leaves it as it is.
  package var density: Int?
  /// Rows of dots in one command.
  package var bandRows = 24
  /// The bytes that it can keep before they are printed.
  package var bufferBytes = 4096
  /// How it tells its state.
  package var status = StatusLevel.realTime
  /// The drawer's pin, 0 or 1.
  package var drawerPin: UInt8?
  /// How fast the paper moves.
  package var millimetresPerSecond = 50
  /// How long an answer in real time may take.
  package var answerPatience = Duration.seconds(1)
  /// How long a report on what was printed may take beyond the time of printing it.
  package var reportPatience = Duration.seconds(3)
  /// How long to wait before asking again whether the head has cooled down.
  package var coolingInterval = Duration.seconds(3)

  /// A printer as most are, with so many dots; everything can be set afterwards.
  package init(dots: Int = 384) {
    self.dots = dots
    columns = dots / 12
  }

  /// Bytes that are sent before the printer is asked again: half its buffer.
  var chunkBytes: Int { max(64, bufferBytes / 2) }

  /// Rows of dots that go out in one command of this width, so that it fits a chunk.
  func bandRows(bytesPerRow: Int) -> Int {
    max(1, min(bandRows, (chunkBytes - 16) / max(1, bytesPerRow)))
  }

  /// How long the paper moves for so many rows of dots; 8 are a millimetre.
  func printingTime(rows: Int) -> Duration {
    .milliseconds(rows * 1000 / max(1, millimetresPerSecond * 8))
  }
}
