import ESCPOS
import Testing

@Suite struct DotImageTests {
  @Test func `dots lie row by row, the leftmost in the highest bit`() {
    var image = DotImage(width: 10, height: 2)
    image[0, 0] = true
    image[9, 1] = true
    image[10, 0] = true  // beside the picture
    image[-1, 0] = true
    #expect(image.bytes == [0x80, 0x00, 0x00, 0x40])
    #expect(image[0, 0] && image[9, 1] && !image[10, 0] && !image[1, 0])
    image[0, 0] = false
    #expect(image.bytes == [0, 0, 0, 0x40])
  }

  @Test func `rectangles and pictures are cut at the edge`() {
    var image = DotImage(width: 8, height: 3)
    image.fill(x: -2, y: -1, width: 4, height: 2)
    image.fill(x: 6, y: 2, width: 9, height: 9)
    image.fill(x: 3, y: 50, width: 1, height: 1)
    #expect(image.bytes == [0xC0, 0x00, 0x03])
    var other = DotImage(width: 8, height: 1)
    other.draw(image, x: 1, y: -2)
    #expect(other.bytes == [0x01])
  }

  @Test func `a picture goes out in bands`() {
    var image = DotImage(width: 16, height: 5)
    image.fill(x: 0, y: 0, width: 16, height: 5)
    let bands = image.bands(rows: 2)
    #expect(bands.count == 3)
    #expect(bands.last == .raster(mode: 0, bytesPerRow: 2, data: [0xFF, 0xFF]))
    #expect(DotImage(width: 0, height: 5).bands(rows: 2).isEmpty)
    #expect(DotImage(width: -1, height: -1).bytes.isEmpty)
  }

  /// Source: the reference, 4.2, "Trap".
  @Test func `dots never read as a command that is obeyed at once`() {
    let functions: [UInt8] = [0x04, 0x05, 0x14]
    for function in functions {
      #expect(RealTimeCommands.stand(in: [0x00, 0x10, function]))
      let avoided = RealTimeCommands.avoided(in: [0x00, 0x10, function, 0x10])
      #expect(avoided == [0x00, 0x30, function, 0x10])
    }
    #expect(!RealTimeCommands.stand(in: [0x10, 0x00, 0x04]))
    #expect(RealTimeCommands.avoided(in: []) == [])
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let dots: [UInt8] = (0..<400).map { _ in
        [0x10, 0x04, 0x05, 0x14, 0xFF].randomElement(using: &generator) ?? 0
      }
      let avoided = RealTimeCommands.avoided(in: dots)
      #expect(!RealTimeCommands.stand(in: avoided))
      // Nothing but single dots beside others has changed.
      #expect(zip(dots, avoided).allSatisfy { $0 == $1 || ($0 == 0x10 && $1 == 0x30) })
    }
  }
}
