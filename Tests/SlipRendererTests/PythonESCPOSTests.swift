import ESCPOS
import MockDevices
import Octets
import SlipRenderer
import Testing

/// What python-escpos writes comes out of the emulated printer as it was meant: an independent
/// reading of ESC/POS.
@Suite struct PythonESCPOSTests {
  private static let script = """
    import sys
    from PIL import Image
    from escpos.printer import Dummy
    p = Dummy()
    p.hw("INIT")
    p.set(align="center", bold=True, double_width=True, double_height=True)
    p.text("LIANJI\\n")
    p.set_with_default()
    p.text("Total 12.50\\n")
    p._raw(b"\\x1c\\x26" + "商户 联机测试㐀\\n".encode("gb18030") + b"\\x1c\\x2e")
    p.set(align="right", underline=1)
    p.textln("RIGHT")
    p.set_with_default()
    p.set(align="center")
    p.qr("https://lianji.example/1", native=True, size=5)
    p.barcode("{BLJ-0012", "CODE128", height=60, width=2, function_type="B")
    image = Image.new("1", (64, 16), 1)
    for x in range(64): image.putpixel((x, x % 16), 0)
    p.image(image)
    p.cashdraw(2)
    p.ln(2)
    p.cut()
    sys.stdout.write(p.output.hex())
    """

  private func printed() throws -> EmulatedPrinter {
    let output = try Judge.pythonESCPOS().run(["-c", Self.script])
    // It also says what it thinks of the printer, above.
    let line = try #require(output.split(separator: "\n").last)
    let bytes = try Hexadecimal.bytes(String(line))
    let printer = EmulatedPrinter()
    // In pieces, as a line brings them.
    for start in stride(from: 0, to: bytes.count, by: 7) {
      #expect(printer.receive(Array(bytes[start..<min(bytes.count, start + 7)])).isEmpty)
    }
    return printer
  }

  @Test func `its text, codes, picture, cut and drawer come out`() throws {
    let printer = try printed()
    #expect(printer.slips.count == 1)
    let slip = try #require(printer.slips.first)
    #expect(
      slip.textLines == [
        "LIANJI", "Total 12.50", "商户 联机测试㐀", "RIGHT", "[QR https://lianji.example/1]",
        "[BARCODE LJ-0012]", "[IMAGE]",
      ])
    #expect(slip.items.last == .cut(isPartial: false))
    #expect(printer.drawerOpenings == 1)
    guard case .line(let title, alignment: .center, _)? = slip.items.first,
      case .line(let right, alignment: .right, _)? = slip.items.dropFirst(3).first
    else {
      Issue.record("other lines: \(slip.items)")
      return
    }
    #expect(title.allSatisfy { $0.isBold && $0.width == 2 && $0.height == 2 })
    #expect(right.allSatisfy { $0.underline == 1 && !$0.isBold })
  }

  @Test func `its picture has the dots that it was given`() throws {
    let slip = try #require(try printed().slips.first)
    let pictures = slip.items.compactMap { item -> [UInt8]? in
      if case .image(8, let data, 1, 1, _) = item { data } else { nil }
    }
    var expected = [UInt8](repeating: 0, count: 8 * 16)
    for x in 0..<64 { expected[x % 16 * 8 + x / 8] |= 0x80 >> UInt8(x % 8) }
    #expect(pictures == [expected])
  }

  @Test func `its codes can be read off the paper`() throws {
    let slip = try #require(try printed().slips.first)
    let codes = try Judge.codeReader().codes(in: SlipRenderer().png(of: slip))
    #expect(codes == ["LJ-0012", "https://lianji.example/1"])
  }
}
