import ESCPOS

/// A part of a slip that is sent in one go; it ends where a line ends.
struct Chunk {
  /// Dots from one line of text to the next.
  private static let lineDots = 30
  /// Dots of a QR code, of which no exact number is known.
  private static let codeDots = 300
  /// Dots from the head to the cutter.
  private static let cutterDots = 120

  private(set) var bytes: [UInt8] = []
  private(set) var dotLines = 0

  /// Puts lines together up to the limit; a line that is longer stands alone.
  static func chunks(of lines: [DocumentEncoder.Line], limit: Int) -> [Chunk] {
    var chunks: [Chunk] = []
    for line in lines {
      let bytes = line.flatMap(\.bytes)
      if let last = chunks.last, last.bytes.count + bytes.count <= limit {
        chunks[chunks.count - 1].bytes += bytes
      } else {
        chunks.append(Chunk(bytes: bytes))
      }
      chunks[chunks.count - 1].dotLines += line.reduce(0) { $0 + dotLines(of: $1) }
    }
    return chunks
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// How long the paper moves for it.
  func printingTime(dotLinesPerSecond: Int) -> Duration {
    .milliseconds(dotLines * 1000 / max(1, dotLinesPerSecond))
  }

  private static func dotLines(of command: ESCPOSCommand) -> Int {
    if case .feedLines(let count) = command { return Int(count) * lineDots }
    if case .cut = command { return cutterDots }
    if command == .qrPrint { return codeDots }
    return command == .lineFeed ? lineDots : 0
  }
}
