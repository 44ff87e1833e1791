import ChineseText
import ESCPOS
import MockDevices
import Testing

@Suite struct EmulatedPrinterTests {
  private func print(_ printer: EmulatedPrinter, _ commands: [ESCPOSCommand]) -> [UInt8] {
    printer.receive(commands.flatMap(\.bytes))
  }

  private func chinese(_ text: String) throws -> ESCPOSCommand {
    .text(try #require(ChineseText(.gbk)).encode(text))
  }

  @Test func `a slip is what stands between two cuts, blank paper is none`() throws {
    let printer = EmulatedPrinter()
    let commands: [ESCPOSCommand] = [
      .initialize, try chinese("联机A"), .lineFeed, .cut(isPartial: true, feed: 0), .feedLines(3),
      .cut(isPartial: false, feed: nil),
    ]
    #expect(print(printer, commands).isEmpty)
    #expect(printer.slips.map(\.plainText) == ["联机A\n"])
    #expect(printer.slips[0].bytes == commands.prefix(4).flatMap(\.bytes))
    #expect(printer.slips[0].items.last == .cut(isPartial: true))
  }

  @Test func `Chinese characters may come in halves, and need their mode`() throws {
    let printer = EmulatedPrinter()
    for byte in try chinese("联机").bytes + [0x0A] { _ = printer.receive([byte]) }
    #expect(printer.current.plainText == "联机\n")
    _ = print(printer, [.doubleByteMode(false), try chinese("联"), .lineFeed])
    #expect(printer.current.textLines.last == "\u{FFFD}\u{FFFD}")
  }

  @Test func `a line that is too long goes on in the next`() throws {
    let printer = EmulatedPrinter()
    _ = print(printer, [try chinese(String(repeating: "联", count: 20)), .lineFeed])
    #expect(printer.current.textLines.map(\.count) == [16, 4])
    _ = print(
      printer,
      [.characterSize(width: 2, height: 1), .text([UInt8](repeating: 0x41, count: 20)), .lineFeed])
    #expect(printer.current.textLines.suffix(2).map(\.count) == [16, 4])
  }

  @Test func `modes change the runs of a line`() {
    let printer = EmulatedPrinter()
    _ = print(
      printer,
      [
        .text([0x41]), .bold(true), .text([0x42]), .underline(2), .reverse(true), .text([0x43]),
        .initialize, .printMode(0xB8), .text([0x44]), .doubleBytePrintMode(0x0C), .text([0x45]),
        .lineSpacing(100), .lineFeed,
      ])
    guard case .line(let runs, alignment: .left, spacing: 100)? = printer.current.items.first else {
      Issue.record("no line")
      return
    }
    // ESC @ has thrown away what stood in the line.
    #expect(runs.map(\.text) == ["D", "E"])
    #expect(runs[0].isBold && runs[0].underline == 1)
    #expect(runs.allSatisfy { $0.width == 2 && $0.height == 2 })
  }

  @Test func `codes and images come out as they were sent`() {
    let printer = EmulatedPrinter()
    _ = print(
      printer,
      [
        .align(.center), .qrModuleSize(5), .qrCorrection(.high), .qrStore([0x41]), .qrPrint,
        .barcodeHeight(50), .barcodeModuleWidth(2), .barcodeText(2),
        .barcode(system: 73, data: [0x7B, 0x42, 0x42]),
        .raster(mode: 3, bytesPerRow: 1, data: [0xFF]),
      ])
    #expect(
      printer.current.items == [
        .qrCode([0x41], moduleDots: 5, correction: .high, alignment: .center),
        .barcode(
          system: 73, data: [0x7B, 0x42, 0x42], moduleDots: 2, height: 50, textPosition: 2,
          alignment: .center),
        .image(bytesPerRow: 1, data: [0xFF], width: 2, height: 2, alignment: .center),
      ])
    #expect(printer.current.textLines == ["[QR A]", "[BARCODE B]", "[IMAGE]"])
  }

  @Test func `it answers in real time even when it can't print, and reports only when it can`() {
    let printer = EmulatedPrinter()
    #expect(print(printer, [.text([0x41]), .lineFeed, .sensorReport(1)]) == [0x00])
    printer.isCoverOpen = true
    var calls = 0
    printer.onUnsolicited = { calls += 1 }
    let answers = print(
      printer,
      [.text([0x42]), .lineFeed, .sensorReport(1)] + (1...4).map { .realTimeStatus($0) })
    #expect(answers == [0x1A, 0x16, 0x12, 0x12])
    #expect(printer.current.plainText == "A\n")
    printer.isCoverOpen = false
    #expect(calls == 1)
    #expect(printer.takeUnsolicited() == [0x00])
    #expect(printer.current.plainText == "A\nB\n")
  }

  @Test func `each fault has its bits, and a request recovers from what a person has cleared`() {
    let printer = EmulatedPrinter()
    let expected: [(EmulatedPrinter.Fault, UInt8, EmulatedPrinter.Fault?)] = [
      (.jam, 0x16, nil), (.cutter, 0x1A, nil), (.unrecoverable, 0x32, .unrecoverable),
    ]
    for (fault, byte, rest) in expected {
      printer.fault = fault
      #expect(print(printer, [.realTimeStatus(1), .realTimeStatus(3)]) == [0x3A, byte])
      _ = print(printer, [.realTimeRequest(1)])
      #expect(printer.fault == fault)
      printer.clearFault()
      #expect(printer.fault == fault)
      _ = print(printer, [.realTimeRequest(1)])
      #expect(printer.fault == rest)
    }
    printer.fault = nil
    printer.isOverheated = true
    #expect(print(printer, [.realTimeStatus(3)]) == [0x52])
  }

  @Test func `the paper ends after the lines that were left, and what waits can be thrown away`() {
    let printer = EmulatedPrinter()
    printer.linesUntilPaperEnd = 2
    let line: [ESCPOSCommand] = [.text([0x41]), .lineFeed]
    #expect(print(printer, line + line + line + [.realTimeStatus(4)]) == [0x12])
    #expect(print(printer, [.realTimeStatus(4)]) == [0x7E])
    #expect(printer.current.textLines.count == 2)
    _ = print(printer, [.realTimeRequest(2)])
    printer.loadPaper()
    #expect(printer.slips.map(\.isComplete) == [false])
    #expect(printer.current.textLines.isEmpty)
  }

  @Test func `the drawer opens, at once or in its turn, and a restart forgets what waits`() {
    let printer = EmulatedPrinter()
    printer.removePaper()
    _ = print(
      printer, [.drawerPulse(pin: 0, on: 1, off: 1), .realTimePulse(pin: 0, time: 1)])
    #expect(printer.drawerOpenings == 1)
    printer.loadPaper()
    #expect(printer.drawerOpenings == 2)
    printer.removePaper()
    _ = print(printer, [.text([0x41]), .lineFeed])
    printer.restart()
    printer.loadPaper()
    #expect(printer.current.textLines.isEmpty)
  }

  @Test func `a dead printer says nothing, a printer may lack each kind of answer`() {
    let printer = EmulatedPrinter()
    printer.model.answersRealTime = false
    printer.model.answersSensorReports = false
    #expect(print(printer, [.realTimeStatus(1), .sensorReport(1)]).isEmpty)
    #expect(!print(printer, [.identity(67)]).isEmpty)
    printer.isDead = true
    #expect(print(printer, [.identity(67)]).isEmpty)
  }
}
