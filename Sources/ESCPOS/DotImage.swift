/// A picture of one bit a dot, as a thermal head burns it.
package struct DotImage: Hashable, Sendable {
  /// Dots across.
  package let width: Int
  /// Dots down.
  package private(set) var height: Int
  /// Row by row, each of whole bytes: the leftmost dot in the highest bit, 1 for ink.
  package private(set) var bytes: [UInt8]

  /// The bytes of a row.
  package var bytesPerRow: Int { (width + 7) / 8 }

  /// Empty paper; sizes below nothing count as none.
  package init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    bytes = [UInt8](repeating: 0, count: (self.width + 7) / 8 * self.height)
  }

  /// Whether there is ink; none beside the picture.
  package subscript(x: Int, y: Int) -> Bool {
    get {
      guard (0..<width).contains(x), (0..<height).contains(y) else { return false }
      return bytes[y * bytesPerRow + x >> 3] & (0x80 >> UInt8(x & 7)) != 0
    }
    set {
      guard (0..<width).contains(x), (0..<height).contains(y) else { return }
      let mask: UInt8 = 0x80 >> UInt8(x & 7)
      if newValue {
        bytes[y * bytesPerRow + x >> 3] |= mask
      } else {
        bytes[y * bytesPerRow + x >> 3] &= ~mask
      }
    }
  }

  /// Burns a rectangle; what lies beside the picture is left out.
  package mutating func fill(x: Int, y: Int, width: Int, height: Int) {
    for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
      for column in max(0, x)..<max(0, x, min(self.width, x + width)) { self[column, row] = true }
    }
  }

  /// Burns another picture with its upper left corner at a place.
  ///
  /// What lies beside this one is left out.
  package mutating func draw(_ image: DotImage, x: Int, y: Int) {
    let rows = max(0, -y)..<max(0, -y, min(image.height, height - y))
    guard x >= 0, x + image.width <= width else {
      for row in rows {
        for column in 0..<image.width where image[column, row] { self[x + column, y + row] = true }
      }
      return
    }
    // Byte by byte: each falls into two of this picture's.
    let (first, shift) = (x >> 3, UInt8(x & 7))
    for row in rows {
      let source = row * image.bytesPerRow
      let target = (y + row) * bytesPerRow + first
      for index in 0..<image.bytesPerRow {
        let byte = image.bytes[source + index]
        if byte == 0 { continue }
        bytes[target + index] |= byte >> shift
        let rest = shift == 0 ? 0 : byte << (8 - shift)
        if rest != 0 { bytes[target + index + 1] |= rest }
      }
    }
  }

  /// The commands that print it in bands of at most so many rows, without real-time commands in
  /// them.
  package func bands(rows: Int) -> [ESCPOSCommand] {
    if bytesPerRow == 0 { return [] }
    let rows = max(1, rows)
    return stride(from: 0, to: height, by: rows).map { top in
      let end = min(height, top + rows)
      let band = Array(bytes[top * bytesPerRow..<end * bytesPerRow])
      return .raster(mode: 0, bytesPerRow: bytesPerRow, data: RealTimeCommands.avoided(in: band))
    }
  }
}
