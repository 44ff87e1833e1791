import DotGraphics
import ESCPOS
import MockDevices
import SlipRenderer
import Testing

@Suite struct SlipRendererTests {
  private func slip(_ commands: [ESCPOSCommand], dots: Int = 384) throws -> EmulatedSlip {
    let printer = EmulatedPrinter(EmulatedPrinterModel(dots: dots))
    _ = printer.receive((commands + [.cut(isPartial: true, feed: 0)]).flatMap(\.bytes))
    return try #require(printer.slips.first)
  }

  /// The rectangle around all ink above the cut.
  private func inkBox(_ image: SlipImage) -> (left: Int, right: Int, top: Int, bottom: Int)? {
    let places = image.dots.indices.filter { image.dots[$0] == 0x10 }
    let columns = places.map { $0 % image.width }
    let rows = places.map { $0 / image.width }
    guard let left = columns.min(), let right = columns.max(), let top = rows.min(),
      let bottom = rows.max()
    else { return nil }
    return (left, right, top, bottom)
  }

  private func text(_ text: String) -> ESCPOSCommand { .text(Array(text.utf8)) }

  /// 国, in GBK.
  private let character = ESCPOSCommand.text([0xB9, 0xFA])

  @Test func `the paper is as wide as paper is`() throws {
    let renderer = try SlipRenderer()
    #expect(renderer.image(of: try slip([text("A"), .lineFeed])).width == 58 * 8)
    #expect(renderer.image(of: try slip([text("A"), .lineFeed], dots: 576)).width == 80 * 8)
  }

  @Test func `a Chinese character fills its cell, and four at double size`() throws {
    let renderer = try SlipRenderer()
    let normal = try #require(inkBox(renderer.image(of: try slip([character, .lineFeed]))))
    #expect((40..<46).contains(normal.left) && (56..<64).contains(normal.right))
    #expect((15...24).contains(normal.bottom - normal.top))
    let double = try #require(
      inkBox(
        renderer.image(
          of: try slip([.characterSize(width: 2, height: 2), character, .lineFeed]))))
    #expect((80..<88).contains(double.right))
    #expect((35...48).contains(double.bottom - double.top))
  }

  @Test(arguments: ESCPOSCommand.Alignment.allCases)
  func `a line stands where it is told to`(alignment: ESCPOSCommand.Alignment) throws {
    let image = try SlipRenderer().image(of: try slip([.align(alignment), character, .lineFeed]))
    let box = try #require(inkBox(image))
    switch alignment {
    case .left: #expect(box.left < 64)
    case .center: #expect(abs((box.left + box.right) / 2 - image.width / 2) < 6)
    case .right: #expect(box.right >= image.width - 64)
    }
  }

  @Test func `bold takes more ink, reverse takes the rest`() throws {
    let renderer = try SlipRenderer()
    func ink(_ commands: [ESCPOSCommand]) throws -> Int {
      renderer.image(of: try slip(commands + [character, .lineFeed])).dots.count { $0 == 0x10 }
    }
    let plain = try ink([])
    #expect(plain > 50)
    #expect(try ink([.bold(true)]) > plain)
    #expect(try ink([.reverse(true)]) == 24 * 24 - plain)
    #expect(try ink([.underline(2)]) > plain)
  }

  @Test func `an image is drawn dot by dot, doubled when asked`() throws {
    let renderer = try SlipRenderer()
    let one = renderer.image(of: try slip([.raster(mode: 0, bytesPerRow: 1, data: [0x81, 0xFF])]))
    #expect(one.dots.count { $0 == 0x10 } == 10)
    let four = renderer.image(of: try slip([.raster(mode: 3, bytesPerRow: 1, data: [0x81, 0xFF])]))
    #expect(four.dots.count { $0 == 0x10 } == 40)
  }

  @Test func `a QR code is one, with its three eyes`() throws {
    let renderer = try SlipRenderer()
    let image = renderer.image(
      of: try slip([.qrModuleSize(4), .qrCorrection(.medium), .qrStore([0x41]), .qrPrint]))
    let box = try #require(inkBox(image))
    #expect(box.right - box.left + 1 == 21 * 4)
    func isDark(_ column: Int, _ row: Int) -> Bool {
      image.dots[(box.top + row * 4 + 1) * image.width + box.left + column * 4 + 1] == 0x10
    }
    // Source: ISO/IEC 18004, 6.3.3: a finder pattern's middle row is dark, light, three dark.
    for (column, row) in [(0, 3), (14, 3), (0, 17)] {
      let line = (0..<7).map { isDark(column + $0, row) }
      #expect(line == [true, false, true, true, true, false, true])
    }
  }

  @Test func `a torn slip shows that it is torn`() throws {
    let printer = EmulatedPrinter()
    _ = printer.receive([0x41, 0x0A])
    let whole = try SlipRenderer().image(of: printer.current)
    printer.removePaper()
    printer.loadPaper()
    let torn = try SlipRenderer().image(of: try #require(printer.slips.first))
    #expect(whole.height == torn.height)
    #expect(whole != torn)
  }

  @Test func `the file is a PNG of the picture's size`() throws {
    let slip = try slip([character, .lineFeed])
    let renderer = try SlipRenderer()
    let file = try renderer.png(of: slip)
    let image = renderer.image(of: slip)
    #expect(Array(file.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    let size = file[16..<24].reduce(0) { $0 << 8 | Int($1) }
    #expect(size == image.width << 32 | image.height)
  }

  @Test func `a missing font is named with its package, a broken one with its path`() {
    #expect(throws: DotGraphicsError.fontMissing(package: "fonts-wqy-microhei")) {
      try FontFile.first(of: [FontFile(path: "/nonexistent", face: 0)])
    }
    #expect(throws: DotGraphicsError.fontUnusable(path: "/etc/passwd", code: 2)) {
      try SlipRenderer(font: FontFile(path: "/etc/passwd", face: 0))
    }
    #expect("\(DotGraphicsError.fontMissing(package: "x"))".contains("install the package x"))
    #expect("\(DotGraphicsError.libraryMissing(package: "x"))".contains("install the package x"))
    #expect("\(DotGraphicsError.fontUnusable(path: "x", code: 2))".contains("FreeType error 2"))
    #expect("\(SlipRenderingError.encodingFailed)".contains("PNG"))
  }

  @Test func `unknown bytes and long texts are drawn without harm`() throws {
    let commands: [ESCPOSCommand] = [
      .doubleByteMode(false), .text([0xFF, 0x80]), .lineFeed,
      .characterSize(width: 8, height: 8), text(String(repeating: "W", count: 50)), .lineFeed,
      .raster(mode: 0, bytesPerRow: 200, data: [UInt8](repeating: 0xFF, count: 400)),
      .barcode(system: 73, data: Array("{B123".utf8)), .qrPrint,
    ]
    #expect(try SlipRenderer().image(of: try slip(commands)).height > 8 * 24)
  }
}
