/// A command of the ESC/POS language that receipt printers speak.
///
/// The cases that this project prints with are typed; the parser gives the rest as `other`.
/// Text is bytes in the printer's character set. Numbers are as on the wire unless said otherwise.
/// Source: Epson's ESC/POS command reference; for FS also the manuals of Chinese makers.
package enum ESCPOSCommand: Hashable, Sendable {
  /// Where a line stands.
  package enum Alignment: UInt8, Hashable, Sendable, CaseIterable {
    /// At the left edge.
    case left = 0
    /// In the middle.
    case center = 1
    /// At the right edge.
    case right = 2
  }

  /// How much a QR code can lose and still be read.
  package enum QRCorrection: UInt8, Hashable, Sendable, CaseIterable {
    /// 7 %.
    case low = 0x30
    /// 15 %.
    case medium = 0x31
    /// 25 %.
    case quartile = 0x32
    /// 30 %.
    case high = 0x33
  }

  /// Characters to print; in pieces when the bytes came in pieces.
  case text([UInt8])
  /// LF: prints the line and moves to the next.
  case lineFeed
  /// ESC @: forgets all modes and what stands in the line.
  case initialize
  /// ESC d: prints the line and feeds so many lines.
  case feedLines(UInt8)
  /// ESC J: prints the line and feeds so many dots.
  case feedDots(UInt8)
  /// ESC 3, or ESC 2 for nil: dots from one line to the next.
  case lineSpacing(UInt8?)
  /// ESC a: works at the beginning of a line only.
  case align(Alignment)
  /// ESC E.
  case bold(Bool)
  /// ESC -: 0 none, 1 or 2 dots thick.
  case underline(UInt8)
  /// ESC !: font B 01, bold 08, double height 10, double width 20, underline 80.
  case printMode(UInt8)
  /// GS !: how often each dot is repeated, 1 to 8 each way.
  case characterSize(width: UInt8, height: UInt8)
  /// GS B: white on black.
  case reverse(Bool)
  /// ESC t: the character set of single bytes.
  case codePage(UInt8)
  /// FS & and FS .: whether bytes from 80 on are halves of Chinese characters.
  case doubleByteMode(Bool)
  /// FS !: double width 04, double height 08, underline 80, for Chinese characters.
  case doubleBytePrintMode(UInt8)
  /// GS V: cuts, after feeding to the cutter and so many dots more when a number is given.
  case cut(isPartial: Bool, feed: UInt8?)
  /// ESC p: opens a drawer at pin 0 or 1; the times count in 2 ms.
  case drawerPulse(pin: UInt8, on: UInt8, off: UInt8)
  /// GS ( k 67: dots to a module of the QR codes that follow, 1 to 16.
  case qrModuleSize(UInt8)
  /// GS ( k 69.
  case qrCorrection(QRCorrection)
  /// GS ( k 80: what the next QR code says.
  case qrStore([UInt8])
  /// GS ( k 81: prints the QR code that was stored.
  case qrPrint
  /// GS h: the height of bar codes in dots.
  case barcodeHeight(UInt8)
  /// GS w: the width of a bar code's thinnest bar in dots.
  case barcodeModuleWidth(UInt8)
  /// GS H: digits below or above bar codes: 0 none, 1 above, 2 below, 3 both.
  case barcodeText(UInt8)
  /// GS k with a length: prints a bar code of a system such as 73, Code 128.
  case barcode(system: UInt8, data: [UInt8])
  /// GS v 0: prints dots row by row, the leftmost in the highest bit; mode bits double the size.
  case raster(mode: UInt8, bytesPerRow: Int, data: [UInt8])
  /// GS ( K 49: how dark it prints, from -5 to 5, 0 as it was made.
  case printDensity(Int)
  /// GS r: asks for a sensor report, 1 paper or 2 drawer; answered when all before it is printed.
  case sensorReport(UInt8)
  /// GS a: which changes of state are reported unasked.
  case automaticStatus(UInt8)
  /// GS I: asks for a number or name of the printer.
  case identity(UInt8)
  /// DLE EOT: asks for a state; answered at once, before whatever waits to be printed.
  case realTimeStatus(UInt8)
  /// DLE ENQ: 1 goes on after an error, 2 throws away what waits and goes on.
  case realTimeRequest(UInt8)
  /// DLE DC4 1: opens a drawer at once; the time counts in 100 ms.
  case realTimePulse(pin: UInt8, time: UInt8)
  /// Any other command with its parameters, as its bytes.
  case other([UInt8])
}
