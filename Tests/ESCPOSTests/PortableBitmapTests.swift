import ESCPOS
import Testing

@Suite struct PortableBitmapTests {
  private func image(_ text: String) throws(PortableBitmap.Failure) -> DotImage {
    try PortableBitmap.image(Array(text.utf8))
  }

  @Test func `a plain one is read, with comments and without blanks`() throws {
    #expect(try image("P1\n# a comment\n3 2\n1 0 1\n010\n").bytes == [0xA0, 0x40])
  }

  @Test func `a raw one is read, and what stands behind its edge is not`() throws {
    let file = Array("P4 10 2\n".utf8) + [0x80, 0x7F, 0x01, 0x40]
    let image = try PortableBitmap.image(file)
    #expect(image.width == 10 && image.height == 2)
    #expect(image.bytes == [0x80, 0x40, 0x01, 0x40])
  }

  @Test(arguments: [
    ("", PortableBitmap.Failure.notABitmap), ("P5 1 1\n1", .notABitmap),
    ("P1", .badSize(limit: 2048)), ("P1 0 1\n", .badSize(limit: 2048)),
    ("P1 1 99999999999999999999\n", .badSize(limit: 2048)), ("P1 x", .badSize(limit: 2048)),
    ("P1 2 2\n1 0 1", .truncated), ("P4 9 2\nab", .truncated),
    ("P1 2 1\n1x", .notADot(offset: 8)),
  ])
  func `what is no picture is refused with the reason`(
    text: String, failure: PortableBitmap.Failure
  ) {
    #expect(throws: failure) { try image(text) }
  }

  @Test func `a picture that is cut anywhere is refused`() throws {
    let file = Array("P4\n16 3\n".utf8) + [1, 2, 3, 4, 5, 6]
    _ = try PortableBitmap.image(file)
    for count in 0..<file.count {
      #expect(throws: PortableBitmap.Failure.self, "cut to \(count) bytes") {
        try PortableBitmap.image(Array(file.prefix(count)))
      }
    }
  }
}
