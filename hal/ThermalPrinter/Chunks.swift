import ESCPOS
import HAL

/// Cuts a slip into chunks, drawing each line only when its turn has come.
struct Chunks {
  private let encoder: DocumentEncoder
  private let limit: Int
  private var elements: [PrintDocument.Element]
  private var lines: [SlipLine]

  init(_ document: PrintDocument, encoder: DocumentEncoder, limit: Int) {
    self.encoder = encoder
    self.limit = limit
    elements = document.elements.reversed()
    lines = [encoder.beginning].reversed()
  }

  /// The next chunk; nil at the end of the slip.
  ///
  /// A line that is longer than the limit stands alone, as does the cut.
  mutating func next() -> Chunk? {
    var chunk = Chunk()
    while let line = nextLine() {
      let bytes = line.commands.flatMap(\.bytes)
      let isFull = !chunk.bytes.isEmpty && chunk.bytes.count + bytes.count > limit
      if isFull || line.isCut && !chunk.bytes.isEmpty { return chunk }
      lines.removeLast()
      chunk.bytes += bytes
      chunk.rows += line.rows
      if line.isCut {
        chunk.isCut = true
        return chunk
      }
    }
    return chunk.bytes.isEmpty ? nil : chunk
  }

  private mutating func nextLine() -> SlipLine? {
    while lines.isEmpty, let element = elements.popLast() {
      lines = encoder.lines(of: element).reversed()
    }
    return lines.last
  }
}
