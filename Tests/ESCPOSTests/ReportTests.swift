import ESCPOS
import Testing

/// Source: Epson's ESC/POS command reference, DLE EOT and GS r.
@Suite struct ReportTests {
  @Test func `real-time answers are known by their fixed bits`() {
    #expect(PrinterStateReport(byte: 0x12) == [])
    #expect(PrinterStateReport(byte: 0x1A) == .offline)
    #expect(OfflineReport(byte: 0x16) == .coverOpen)
    #expect(OfflineReport(byte: 0x32) == .paperEnd)
    #expect(ErrorReport(byte: 0x52) == .selfRecovering)
    #expect(ErrorReport(byte: 0x1A) == .cutter)
    #expect(PaperReport(byte: 0x1E) == .nearEnd)
    #expect(PaperReport(byte: 0x72) == .end)
    #expect(PaperReport(byte: 0x7E) == [.nearEnd, .end])
    for byte: UInt8 in [0x00, 0x02, 0x10, 0x13, 0x92, 0xFF] {
      #expect(PrinterStateReport(byte: byte) == nil)
      #expect(OfflineReport(byte: byte) == nil)
      #expect(ErrorReport(byte: byte) == nil)
      #expect(PaperReport(byte: byte) == nil)
    }
  }

  @Test func `a sensor report is not a real-time answer`() {
    #expect(PaperSensorReport(byte: 0x00) == [])
    #expect(PaperSensorReport(byte: 0x0F) == [.nearEnd, .end])
    #expect(PaperSensorReport(byte: 0x12) == nil)
  }

  @Test func `reports go to bytes and back`() {
    #expect(PrinterStateReport(byte: PrinterStateReport.offline.byte) == .offline)
    #expect(OfflineReport(byte: OfflineReport.coverOpen.byte) == .coverOpen)
    #expect(ErrorReport(byte: ErrorReport.unrecoverable.byte) == .unrecoverable)
    #expect(PaperReport(byte: PaperReport.end.byte) == .end)
    #expect(PaperSensorReport(byte: PaperSensorReport.nearEnd.byte) == .nearEnd)
  }

  /// Source: the reference, 4.3.
  @Test func `an unasked report has four bytes with fixed bits`() throws {
    let well = try #require(AutomaticStatusReport(bytes: [0x10, 0, 0, 0]))
    #expect(well == AutomaticStatusReport())
    let ill = try #require(AutomaticStatusReport(bytes: [0x38, 0x48, 0x0C, 0x00]))
    #expect(ill.isOffline && ill.isCoverOpen && !ill.isFeeding)
    #expect(ill.errors == [.cutter, .selfRecovering] && ill.paper == .end)
    #expect(ill.bytes == [0x38, 0x48, 0x0C, 0x00])
    let wrong: [[UInt8]] = [
      [], [0x10, 0, 0], [0x12, 0, 0, 0], [0x10, 0x10, 0, 0], [0x10, 0, 0x80, 0], [0x90, 0, 0, 0],
      [0x10, 0, 0, 0, 0],
    ]
    for bytes in wrong { #expect(AutomaticStatusReport(bytes: bytes) == nil) }
  }

  @Test func `no byte belongs to two kinds of answers`() {
    for byte in UInt8.min...UInt8.max {
      let kinds = [
        PrinterStateReport(byte: byte) != nil, PaperSensorReport(byte: byte) != nil,
        AutomaticStatusReport.isFirst(byte),
      ]
      #expect(kinds.count { $0 } <= 1, "\(byte)")
    }
  }

  @Test func `a port has three bits`() {
    #expect(PortStatus(rawValue: 0xFF) == [.noError, .selected, .paperEmpty])
    #expect(PortStatus.ready.rawValue == 0x18)
  }
}
