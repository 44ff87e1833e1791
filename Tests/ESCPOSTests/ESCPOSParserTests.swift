import ESCPOS
import Octets
import Testing

@Suite struct ESCPOSParserTests {
  /// Pieces of text that follow each other are one.
  private func joined(_ commands: [ESCPOSCommand]) -> [ESCPOSCommand] {
    commands.reduce(into: []) { joined, command in
      if case .text(let more) = command, case .text(let text)? = joined.last {
        joined[joined.count - 1] = .text(text + more)
      } else {
        joined.append(command)
      }
    }
  }

  private func parse(_ bytes: [UInt8]) -> [ESCPOSCommand] {
    var parser = ESCPOSParser()
    return parser.receive(bytes)
  }

  /// Source: Epson's ESC/POS command reference.
  static let vectors: [(String, ESCPOSCommand)] = [
    ("41 42", .text([0x41, 0x42])), ("C8CBC3F1", .text([0xC8, 0xCB, 0xC3, 0xF1])),
    ("0A", .lineFeed), ("1B 40", .initialize), ("1B 64 03", .feedLines(3)),
    ("1B 4A 18", .feedDots(24)), ("1B 32", .lineSpacing(nil)), ("1B 33 18", .lineSpacing(24)),
    ("1B 61 01", .align(.center)), ("1B 45 01", .bold(true)), ("1B 2D 02", .underline(2)),
    ("1B 21 38", .printMode(0x38)), ("1D 21 11", .characterSize(width: 2, height: 2)),
    ("1D 21 07", .characterSize(width: 1, height: 8)), ("1D 42 01", .reverse(true)),
    ("1B 74 00", .codePage(0)), ("1C 26", .doubleByteMode(true)),
    ("1C 2E", .doubleByteMode(false)), ("1C 21 0C", .doubleBytePrintMode(0x0C)),
    ("1D 56 00", .cut(isPartial: false, feed: nil)),
    ("1D 56 01", .cut(isPartial: true, feed: nil)),
    ("1D 56 41 10", .cut(isPartial: false, feed: 16)),
    ("1D 56 42 00", .cut(isPartial: true, feed: 0)),
    ("1B 70 00 19 FA", .drawerPulse(pin: 0, on: 25, off: 250)),
    ("1D 28 6B 03 00 31 43 06", .qrModuleSize(6)),
    ("1D 28 6B 03 00 31 45 31", .qrCorrection(.medium)),
    ("1D 28 6B 05 00 31 50 30 41 42", .qrStore([0x41, 0x42])),
    ("1D 28 6B 03 00 31 51 30", .qrPrint), ("1D 68 50", .barcodeHeight(80)),
    ("1D 77 02", .barcodeModuleWidth(2)), ("1D 48 02", .barcodeText(2)),
    ("1D 6B 49 04 7B 42 41 31", .barcode(system: 73, data: [0x7B, 0x42, 0x41, 0x31])),
    (
      "1D 76 30 00 02 00 02 00 FF 00 AA 55",
      .raster(mode: 0, bytesPerRow: 2, data: [0xFF, 0x00, 0xAA, 0x55])
    ),
    ("1D 72 01", .sensorReport(1)), ("1D 61 FF", .automaticStatus(0xFF)),
    ("1D 49 43", .identity(0x43)), ("10 04 04", .realTimeStatus(4)),
    ("10 05 02", .realTimeRequest(2)), ("10 14 01 00 01", .realTimePulse(pin: 0, time: 1)),
  ]

  @Test(arguments: vectors)
  func `a command goes to its bytes and back, in any pieces`(
    hex: String, command: ESCPOSCommand
  ) throws {
    let bytes = try Hexadecimal.bytes(hex)
    #expect(command.bytes == bytes)
    for cut in 0...bytes.count {
      var parser = ESCPOSParser()
      let parts = parser.receive(bytes.prefix(cut)) + parser.receive(bytes.dropFirst(cut))
      #expect(joined(parts) == [command], "cut at \(cut)")
    }
  }

  @Test func `all of them in a row, byte by byte, stay apart`() throws {
    let commands = Self.vectors.map(\.1)
    var parser = ESCPOSParser()
    var seen: [ESCPOSCommand] = []
    for byte in commands.flatMap(\.bytes) { seen += parser.receive([byte]) }
    #expect(joined(seen) == joined(commands))
  }

  @Test func `a command that is cut anywhere is none yet`() throws {
    for (hex, command) in Self.vectors {
      if case .text = command { continue }
      let bytes = try Hexadecimal.bytes(hex)
      for count in 0..<bytes.count { #expect(parse(Array(bytes.prefix(count))).isEmpty, "\(hex)") }
    }
  }

  /// Commands that this project does not send, from other programs' drivers.
  @Test(arguments: [
    "1B 44 08 10 18 00", "1B 2A 21 02 00 010203040506", "1B 2A 00 02 00 0102", "1D 6B 04 41 42 00",
    "1D 28 4C 06 00 30 45 20 20 01 01", "1D 38 4C 02 00 00 00 30 45", "1B 63 35 00",
    "1B 57 00 00 00 00 00 02 00 02", "1D 2A 01 01 0102030405060708", "1C 53 00 01",
    "10 14 08 01 03 14 01 06 02 08", "10 04 07 01", "1D 76 30 00 00 00 00 00", "1B 52 0F",
    "1D 28 6B 04 00 31 41 32 00", "1D 28 6B 03 00 30 43 02", "0D", "18", "1B 7F",
  ])
  func `an unknown command is passed whole and keeps the next one apart`(hex: String) throws {
    let bytes = try Hexadecimal.bytes(hex)
    #expect(parse(bytes + [0x0A]) == [.other(bytes), .lineFeed])
  }

  @Test func `a question in real time is heard amid another command's data`() throws {
    let image = ESCPOSCommand.raster(mode: 0, bytesPerRow: 3, data: [0x10, 0x04, 0x01])
    #expect(parse(image.bytes) == [.realTimeStatus(1), image])
    var parser = ESCPOSParser()
    #expect(parser.receive([0x1D, 0x76, 0x30, 0, 8, 0, 1, 0, 0xAA]).isEmpty)
    #expect(parser.receive([0x10, 0x10, 0x04, 0x02]) == [.realTimeStatus(2)])
    #expect(
      parser.receive([0xAA, 0xAA, 0xAA])
        == [
          .raster(
            mode: 0, bytesPerRow: 8, data: [0xAA, 0x10, 0x10, 0x04, 0x02, 0xAA, 0xAA, 0xAA])
        ])
  }

  @Test func `a question in real time comes between two pieces of text`() {
    #expect(
      parse([0x41, 0x10, 0x04, 0x04, 0x42])
        == [.text([0x41]), .realTimeStatus(4), .text([0x42])])
  }

  @Test func `an image beyond all measure is thrown away, and what follows is not`() {
    var parser = ESCPOSParser()
    #expect(
      parser.receive([0x1D, 0x76, 0x30, 0, 0xFF, 0xFF, 0x81, 0x00])
        == [.other([0x1D, 0x76, 0x30, 0, 0xFF, 0xFF, 0x81, 0x00])])
    let megabyte = [UInt8](repeating: 0x41, count: 1 << 20)
    var left = 0xFFFF * 0x81
    while left > 0 {
      #expect(parser.receive(megabyte.prefix(left)).isEmpty)
      left -= min(left, megabyte.count)
    }
    #expect(parser.receive([0x0A]) == [.lineFeed])
  }

  @Test func `no bytes whatsoever stop the parser`() {
    var parser = ESCPOSParser()
    var state: UInt32 = 8583
    for _ in 0..<200_000 {
      state = state &* 1_664_525 &+ 1_013_904_223
      _ = parser.receive([UInt8(truncatingIfNeeded: state >> 24)])
    }
  }

  @Test func `values out of range are brought into it`() {
    #expect(ESCPOSCommand.characterSize(width: 0, height: 99).bytes == [0x1D, 0x21, 0x07])
    #expect(ESCPOSCommand.qrModuleSize(0).bytes.last == 1)
    #expect(ESCPOSCommand.raster(mode: 0, bytesPerRow: 0, data: []).bytes.count == 8)
    let long = [UInt8](repeating: 0x41, count: 4000)
    #expect(ESCPOSCommand.qrStore(long).bytes.count == 8 + ESCPOSCommand.qrCapacity)
    #expect(ESCPOSCommand.barcode(system: 73, data: long).bytes.count == 4 + 255)
  }
}
