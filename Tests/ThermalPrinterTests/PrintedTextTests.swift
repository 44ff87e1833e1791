import DotGraphics
import ESCPOS
import EventLoop
import HAL
import MockDevices
import Testing
import ThermalPrinter

/// How a slip's lines, codes and pictures are said to printers of different making.
@Suite struct PrintedTextTests {
  private func printed(
    _ elements: [PrintDocument.Element], _ profile: PrinterProfile = .quick,
    model: EmulatedPrinterModel? = nil
  ) throws -> EmulatedSlip {
    let slip = try EventLoop.run { loop in
      let counter = try Counter(loop, .terminal, profile, model: model)
      let outcome = await counter.print(PrintDocument(elements + [.cut]))
      #expect(outcome == .confirmed)
      return counter.printer.slips.first
    }
    return try #require(slip)
  }

  @Test func `sizes, weight and places are as asked`() throws {
    let items = try printed(SampleSlip.short.elements).items
    guard case .line(let title, alignment: .center, spacing: 60)? = items.first,
      case .line(let amount, alignment: .right, spacing: 60) = items[3],
      case .line(let last, alignment: .left, spacing: 30) = items[8]
    else {
      Issue.record("other lines: \(items)")
      return
    }
    #expect(title.map { [$0.width, $0.height, $0.isBold ? 1 : 0] } == [[2, 2, 1]])
    #expect(amount.map { [$0.width, $0.height, $0.isBold ? 1 : 0] } == [[1, 2, 0]])
    #expect(last.map { [$0.width, $0.height, $0.isBold ? 1 : 0] } == [[1, 1, 0]])
    #expect(items.last == .cut(isPartial: true))
  }

  @Test(arguments: [(384, 32), (512, 42), (576, 48)])
  func `columns follow the width of the paper`(dots: Int, columns: Int) throws {
    var profile = PrinterProfile(dots: dots)
    profile.millimetresPerSecond = 100_000
    #expect(profile.columns == columns)
    let lines = try printed([.rule, .pair("金额", "1.00")], profile).textLines
    #expect(lines.first == String(repeating: "-", count: columns))
    // Chinese characters are two columns wide.
    #expect(lines.last == "金额" + String(repeating: " ", count: columns - 8) + "1.00")
  }

  @Test(arguments: [
    (PrinterProfile.ChineseMode.alwaysOn, "1b40" + "c1aabbfa" + "0a"),
    (.perSlip, "1b40" + "1c26" + "c1aabbfa" + "0a"),
    (.perLine, "1b40" + "1c26" + "c1aabbfa" + "1c2e" + "0a"),
  ])
  func `Chinese is switched on where the profile says`(
    mode: PrinterProfile.ChineseMode, hex: String
  ) throws {
    let bytes = try printed(
      [SampleSlip.text("联机"), SampleSlip.text("A")], .quick { $0.chineseMode = mode }
    ).bytes
    let text = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    // The question before the first slip stands before it.
    #expect(text.contains(hex + "410a"), "\(text)")
  }

  @Test func `a character that nothing can print is a question mark`() throws {
    #expect(try printed([SampleSlip.text("测试😀")]).textLines == ["测试?"])
    let latin = try printed(
      [SampleSlip.text("测试A")], .quick { $0.font = .ascii }, model: .with { $0.font = .ascii })
    #expect(latin.textLines == ["??A"])
  }

  @Test func `four bytes make a character only where the font has them`() throws {
    let rare = "㐀"  // U+3400, in GB 18030 and not in GBK
    #expect(try printed([SampleSlip.text(rare)]).textLines == ["?"])
    #expect(try printed([SampleSlip.text(rare)], .quick { $0.font = .gb18030 }).textLines == [rare])
  }

  @Test func `a line that the printer's font lacks goes out as dots, the others as text`() throws {
    let font = try FontFile.first()
    let slip = try printed(
      [SampleSlip.text("GBK 有"), SampleSlip.text("缺 㐀 字"), SampleSlip.text("END")],
      .quick { $0.ownFont = font })
    #expect(slip.textLines == ["GBK 有", "[IMAGE]", "END"])
  }

  @Test func `a printer without Chinese prints a whole slip with our font`() throws {
    let font = try FontFile.first()
    let slip = try printed(
      SampleSlip.short.elements,
      .quick {
        $0.font = .ascii
        $0.ownFont = font
      }, model: .with { $0.font = .ascii })
    // The title is two bands high.
    #expect(slip.textLines.count { $0 == "[IMAGE]" } == 4)
    #expect(slip.textLines.contains("RMB 123.45"))
    for case .image(let bytesPerRow, let data, _, _, _) in slip.items {
      #expect(bytesPerRow * 8 <= 384)
      #expect(data.contains { $0 != 0 })
      // Each command fits half the buffer.
      #expect(data.count + 8 <= 2048)
    }
  }

  @Test func `text that holds commands prints no commands`() throws {
    let lines = try printed([
      SampleSlip.text("A\u{1B}@\u{10}\u{4}\u{1}B\tC\u{7F}"), .pair("\u{1D}V\0", "D"),
      .qrCode(String(repeating: "x", count: 3000)), .barcode("联机"),
    ]).textLines
    #expect(lines.first == "A@BC")
    #expect(lines[1].hasPrefix("V") && lines[1].hasSuffix("D"))
    #expect(lines.dropFirst(2).dropLast().joined() == String(repeating: "x", count: 3000))
    #expect(lines.last == "联机")
  }

  @Test func `a QR code whose bytes look like a command is drawn by us`() throws {
    // 1040 bytes of parameters: their length alone is 10 04.
    let long = String(repeating: "y", count: 1037)
    #expect(try printed([.qrCode(long)]).textLines.allSatisfy { $0 == "[IMAGE]" })
    let sly = try printed([.qrCode("a\u{10}\u{14}\u{1}\u{0}\u{5}")])
    #expect(sly.textLines.allSatisfy { $0 == "[IMAGE]" })
    #expect(try printed([.qrCode(""), SampleSlip.text("A")]).textLines == ["A"])
  }

  @Test func `codes are drawn by the printer, or by us where it can't`() throws {
    let codes: [PrintDocument.Element] = [.qrCode("N21"), .barcode("000001000012")]
    let own = try printed(codes)
    #expect(own.textLines == ["[QR N21]", "[BARCODE 000001000012]"])
    let drawn = try printed(
      codes, .quick { $0.drawsCodes = false }, model: .with { $0.drawsCodes = false })
    #expect(drawn.textLines.last == "000001000012")
    #expect(drawn.textLines.contains("[IMAGE]"))
  }

  @Test func `a bar code that is too wide for the paper is its text`() throws {
    let text = String(repeating: "W", count: 30)
    #expect(try printed([.barcode(text)]).textLines == [text])
  }

  @Test func `logo, drawer and density are the profile's`() throws {
    var logo = DotImage(width: 64, height: 40)
    logo.fill(x: 0, y: 0, width: 64, height: 40)
    let picture = logo
    let slip = try printed(
      [.logo, .drawer, SampleSlip.text("A")],
      .quick {
        $0.logo = picture
        $0.drawerPin = 1
        $0.density = -2
      })
    #expect(slip.textLines == ["[IMAGE]", "[IMAGE]", "A"])
    #expect(slip.bytes.firstRange(of: [0x1B, 0x70, 1, 25, 250]) != nil)
    #expect(slip.bytes.firstRange(of: [0x1D, 0x28, 0x4B, 2, 0, 0x31, 0xFE]) != nil)
    let plain = try printed([.logo, .drawer, SampleSlip.text("A")])
    #expect(plain.textLines == ["A"])
    #expect(plain.bytes.firstRange(of: [0x1B, 0x70]) == nil)
  }

  @Test func `a logo full of commands is obeyed by nobody`() throws {
    var logo = DotImage(width: 64, height: 48)
    for y in 0..<48 {
      for byte in stride(from: 0, to: 8, by: 2) {
        logo[byte * 8 + 3, y] = true  // 10
        logo[byte * 8 + 8 + (y % 2 == 0 ? 5 : 3), y] = true  // 04 or 10
      }
    }
    let picture = logo
    let drawerOpenings = try EventLoop.run { loop in
      let counter = try Counter(loop, .terminal, .quick { $0.logo = picture })
      let outcome = await counter.print(PrintDocument([.logo, SampleSlip.text("A"), .cut]))
      #expect(outcome == .confirmed)
      #expect(counter.printer.slips.first?.textLines.last == "A")
      return counter.printer.drawerOpenings
    }
    #expect(drawerOpenings == 0)
  }
}
