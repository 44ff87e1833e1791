import Testing

@testable import OperatorPanel

@Suite struct PixelEncoderTests {
  private func colour(
    _ bits: Int, _ red: (Int, Int), _ green: (Int, Int), _ blue: (Int, Int)
  ) -> PixelFormat {
    .colour(
      byteCount: bits / 8, red: .init(offset: red.0, length: red.1),
      green: .init(offset: green.0, length: green.1), blue: .init(offset: blue.0, length: blue.1))
  }

  private func bytes(_ cells: [UInt8], _ format: PixelFormat) -> [UInt8] {
    var bytes: [UInt8] = []
    PixelEncoder(format).encode(cells[...], to: &bytes)
    return bytes
  }

  private let paper = PanelInk.page.rawValue << 4
  private let ink = PanelInk.page.rawValue << 4 | 15
  /// White on AD1F17.
  private let red = PanelInk.badStatus.rawValue << 4

  @Test func `16 bits are 5, 6 and 5, the low byte first`() {
    let format = colour(16, (11, 5), (5, 6), (0, 5))
    #expect(bytes([paper], format) == [0xFF, 0xFF])
    // AD -> 10101, 1F -> 000111, 17 -> 00010: 1010 1000 1110 0010.
    #expect(bytes([red], format) == [0xE2, 0xA8])
    #expect(format.byteCount(pixels: 3) == 6)
  }

  @Test func `24 and 32 bits have their bytes where the driver says`() {
    let bgr = colour(24, (16, 8), (8, 8), (0, 8))
    #expect(bytes([red, paper], bgr) == [0x17, 0x1F, 0xAD, 0xFF, 0xFF, 0xFF])
    let rgba = colour(32, (0, 8), (8, 8), (16, 8))
    #expect(bytes([red], rgba) == [0xAD, 0x1F, 0x17, 0x00])
  }

  @Test func `eight dots are a byte, the leftmost in either end, dark as one or as zero`() {
    let dots: [UInt8] = [ink, paper, paper, paper, paper, paper, paper, paper, ink, ink]
    #expect(bytes(dots, .mono(darkIsOne: true, leftmostIsLowest: false)) == [0x80, 0xC0])
    #expect(bytes(dots, .mono(darkIsOne: true, leftmostIsLowest: true)) == [0x01, 0x03])
    #expect(bytes(dots, .mono(darkIsOne: false, leftmostIsLowest: false)) == [0x7F, 0x00])
    #expect(PixelFormat.mono(darkIsOne: true, leftmostIsLowest: true).byteCount(pixels: 9) == 2)
  }

  @Test func `on one bit a trouble in the status line is light on dark`() {
    let format = PixelFormat.mono(darkIsOne: true, leftmostIsLowest: false)
    #expect(bytes([red, red | 15], format) == [0x80])
    #expect(bytes([paper | 7, paper | 8], format) == [0x40])
  }

  @Test func `a board's maker may turn light and dark, and the bits`() {
    let driver = PixelFormat.mono(darkIsOne: true, leftmostIsLowest: false)
    #expect(
      driver.adjusted(isInverted: true, reversesBits: true)
        == .mono(darkIsOne: false, leftmostIsLowest: true))
    let format = colour(16, (11, 5), (5, 6), (0, 5))
    #expect(format.adjusted(isInverted: true, reversesBits: true) == format)
  }
}
