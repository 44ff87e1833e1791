/// How a panel wants its pixels.
enum PixelFormat: Hashable {
  /// Where the bits of a colour are in a pixel.
  struct Channel: Hashable {
    var offset: Int
    var length: Int
  }

  /// One bit a dot, eight dots a byte.
  case mono(darkIsOne: Bool, leftmostIsLowest: Bool)
  /// So many bytes a pixel, the least significant first.
  case colour(byteCount: Int, red: Channel, green: Channel, blue: Channel)

  /// The bytes that so many pixels take.
  func byteCount(pixels: Int) -> Int {
    switch self {
    case .mono: (pixels + 7) / 8
    case .colour(let byteCount, _, _, _): pixels * byteCount
    }
  }

  /// Whether a dot is one bit.
  var isMono: Bool {
    switch self {
    case .mono: true
    case .colour: false
    }
  }

  /// The same, where a board's maker knows better than the driver.
  func adjusted(isInverted: Bool, reversesBits: Bool) -> PixelFormat {
    switch self {
    case .mono(let darkIsOne, let leftmostIsLowest):
      .mono(
        darkIsOne: darkIsOne != isInverted, leftmostIsLowest: leftmostIsLowest != reversesBits)
    case .colour: self
    }
  }
}
