import CPNG
import ESCPOS

/// A picture of paper: one byte a dot, 0 for ink and 255 for paper, 8 dots to a millimetre.
package struct SlipImage: Hashable, Sendable {
  /// The colour of paper.
  static let paper: UInt8 = 0xFF
  /// The colour of ink.
  static let ink: UInt8 = 0x10

  /// Dots across.
  package let width: Int
  /// Dots down.
  package private(set) var height = 0
  /// Row by row from the top.
  package private(set) var dots: [UInt8] = []

  /// Starts with no paper.
  init(width: Int) { self.width = width }

  /// Lets paper come out until there are so many rows.
  mutating func extend(to height: Int) {
    if height <= self.height { return }
    dots += [UInt8](repeating: Self.paper, count: (height - self.height) * width)
    self.height = height
  }

  /// Burns or, with paper, clears a rectangle; what lies beside the paper is left out.
  mutating func fill(
    x: Int, y: Int, width: Int, height: Int, with colour: UInt8 = SlipImage.ink
  ) {
    extend(to: y + height)
    let (left, right) = (max(0, x), min(self.width, x + width))
    if left >= right { return }
    for row in stride(from: max(0, y), to: y + height, by: 1) {
      for column in left..<right { dots[row * self.width + column] = colour }
    }
  }

  /// Burns a picture with its upper left corner at a place; paper comes out as far as it reaches.
  mutating func burn(_ image: DotImage, x: Int, y: Int, with colour: UInt8 = SlipImage.ink) {
    extend(to: y + image.height)
    for row in 0..<image.height {
      for column in 0..<image.width
      where image[column, row] && (0..<width).contains(x + column) && y + row >= 0 {
        dots[(y + row) * width + x + column] = colour
      }
    }
  }

  /// The picture as a PNG file of 8-bit grey.
  package func png() throws(SlipRenderingError) -> [UInt8] {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    image.width = UInt32(width)
    image.height = UInt32(height)
    image.format = UInt32(PNG_FORMAT_GRAY)
    var size = 0
    guard
      png_image_write_to_memory(&image, nil, &size, 0, dots, png_int_32(width), nil) != 0
    else { throw .encodingFailed }
    var file = [UInt8](repeating: 0, count: size)
    guard
      png_image_write_to_memory(&image, &file, &size, 0, dots, png_int_32(width), nil) != 0
    else { throw .encodingFailed }
    return Array(file.prefix(size))
  }
}
