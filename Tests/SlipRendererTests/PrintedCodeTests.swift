import DotGraphics
import HAL
import MockDevices
import SlipRenderer
import Testing
import ThermalPrinter

/// Codes on our slips, read off the picture by a reader of others.
@Suite struct PrintedCodeTests {
  @Test(arguments: [384, 576], [true, false])
  func `codes can be read, drawn by the printer or by us`(dots: Int, areNative: Bool) throws {
    var profile = PrinterProfile(dots: dots)
    profile.drawsCodes = areNative
    profile.ownFont = try FontFile.first()
    let long = "https://lianji.example/slip?" + String(repeating: "0123456789", count: 20)
    let document = PrintDocument([
      .text("付款凭证", alignment: .center, size: .double, isBold: true), .qrCode("N27 CAUSE 7"),
      .barcode("000001000012"), .qrCode(long), .barcode("LJ-12{a}"), .cut,
    ])
    var model = EmulatedPrinterModel(dots: dots)
    model.drawsCodes = areNative
    let slip = try #require(WholeSlip.printed(document, profile, model: model).first)
    let picture = try SlipRenderer().png(of: slip)
    WholeSlip.keep(picture, as: "codes-\(dots)-\(areNative ? "native" : "dots")")
    let codes = try Judge.codeReader().codes(in: picture)
    #expect(codes == ["000001000012", "LJ-12{a}", "N27 CAUSE 7", long].sorted())
  }

  @Test func `our font puts the same dots on paper as the printer's would`() throws {
    // The emulated printer's font is the same file: so the pictures must be equal.
    let document = PrintDocument([
      .text("银联POS签购单", alignment: .center, size: .double, isBold: true),
      .pair("商户名称", "联机测试商户"), .text("消费", alignment: .left, size: .tall, isBold: true),
      .text("右", alignment: .right, size: .normal, isBold: false), .cut,
    ])
    var own = PrinterProfile()
    own.font = .ascii
    own.ownFont = try FontFile.first()
    var latin = EmulatedPrinterModel()
    latin.font = .ascii
    let native = try #require(WholeSlip.printed(document, PrinterProfile()).first)
    let drawn = try #require(WholeSlip.printed(document, own, model: latin).first)
    #expect(drawn.textLines.allSatisfy { $0 == "[IMAGE]" })
    let renderer = try SlipRenderer()
    WholeSlip.keep(try renderer.png(of: drawn), as: "own-font")
    WholeSlip.keep(try renderer.png(of: native), as: "printer-font")
    #expect(renderer.image(of: native) == renderer.image(of: drawn))
  }
}
