/// Cells of a canvas to bytes of a panel.
struct PixelEncoder {
  let format: PixelFormat
  /// Every cell that there can be, as a pixel; for one bit a dot, 1 for dark.
  private let pixels: [UInt32]

  init(_ format: PixelFormat) {
    self.format = format
    pixels = (0...255).map { cell in
      let ink = PanelInk(rawValue: UInt8(cell >> 4)) ?? .page
      return Self.pixel(ink, share: cell & 0x0F, in: format)
    }
  }

  /// Adds the bytes of a row.
  func encode(_ cells: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    switch format {
    case .mono(let darkIsOne, let leftmostIsLowest):
      var byte: UInt8 = 0
      for (index, cell) in cells.enumerated() {
        let bit = index & 7
        if (pixels[Int(cell)] == 1) == darkIsOne {
          byte |= leftmostIsLowest ? 1 << UInt8(bit) : 0x80 >> UInt8(bit)
        }
        if bit == 7 || index == cells.count - 1 {
          bytes.append(byte)
          byte = 0
        }
      }
    case .colour(2, _, _, _):
      for cell in cells {
        let pixel = pixels[Int(cell)]
        bytes.append(UInt8(truncatingIfNeeded: pixel))
        bytes.append(UInt8(truncatingIfNeeded: pixel >> 8))
      }
    case .colour(let byteCount, _, _, _):
      for cell in cells {
        var pixel = pixels[Int(cell)]
        for _ in 0..<byteCount {
          bytes.append(UInt8(truncatingIfNeeded: pixel))
          pixel >>= 8
        }
      }
    }
  }

  private static func pixel(_ ink: PanelInk, share: Int, in format: PixelFormat) -> UInt32 {
    switch format {
    case .mono: return (share >= 8) != ink.isInverse ? 1 : 0
    case .colour(_, let red, let green, let blue):
      let colour = ink.background.mixed(with: ink.foreground, share: share)
      return bits(colour.red, red) | bits(colour.green, green) | bits(colour.blue, blue)
    }
  }

  private static func bits(_ value: UInt8, _ channel: PixelFormat.Channel) -> UInt32 {
    (UInt32(value) >> UInt32(8 - channel.length)) << UInt32(channel.offset)
  }
}
