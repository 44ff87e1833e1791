extension ESCPOSCommand {
  static let dataLinkEscape: UInt8 = 0x10
  static let escape: UInt8 = 0x1B
  static let fieldSeparator: UInt8 = 0x1C
  static let groupSeparator: UInt8 = 0x1D

  /// The most bytes that one QR code may hold (version 40, lowest correction).
  package static let qrCapacity = 2953

  /// The command as the printer takes it.
  ///
  /// Values out of a command's range are brought to the nearest; of data beyond what a length field
  /// can tell, only the beginning is sent.
  package var bytes: [UInt8] {
    let (esc, fs, gs) = (Self.escape, Self.fieldSeparator, Self.groupSeparator)
    return switch self {
    case .text(let text): text
    case .lineFeed: [0x0A]
    case .initialize: [esc, 0x40]
    case .feedLines(let count): [esc, 0x64, count]
    case .feedDots(let count): [esc, 0x4A, count]
    case .lineSpacing(nil): [esc, 0x32]
    case .lineSpacing(.some(let dots)): [esc, 0x33, dots]
    case .align(let alignment): [esc, 0x61, alignment.rawValue]
    case .bold(let isOn): [esc, 0x45, isOn ? 1 : 0]
    case .underline(let dots): [esc, 0x2D, min(2, dots)]
    case .printMode(let mode): [esc, 0x21, mode]
    case .characterSize(let width, let height):
      [gs, 0x21, Self.magnification(width) << 4 | Self.magnification(height)]
    case .reverse(let isOn): [gs, 0x42, isOn ? 1 : 0]
    case .codePage(let number): [esc, 0x74, number]
    case .doubleByteMode(let isOn): [fs, isOn ? 0x26 : 0x2E]
    case .doubleBytePrintMode(let mode): [fs, 0x21, mode]
    case .cut(let isPartial, nil): [gs, 0x56, isPartial ? 1 : 0]
    case .cut(let isPartial, .some(let dots)): [gs, 0x56, isPartial ? 0x42 : 0x41, dots]
    case .drawerPulse(let pin, let on, let off): [esc, 0x70, min(1, pin), on, off]
    case .barcodeHeight(let dots): [gs, 0x68, dots]
    case .barcodeModuleWidth(let dots): [gs, 0x77, dots]
    case .barcodeText(let position): [gs, 0x48, position]
    case .qrModuleSize(let dots): Self.symbol(0x43, [min(16, max(1, dots))])
    case .qrCorrection(let level): Self.symbol(0x45, [level.rawValue])
    case .qrStore(let data): Self.symbol(0x50, [0x30] + data.prefix(Self.qrCapacity))
    case .qrPrint: Self.symbol(0x51, [0x30])
    case .barcode(let system, let data): Self.barcode(system, data)
    case .raster(let mode, let width, let data): Self.raster(mode, width, data)
    case .printDensity(let level):
      [gs, 0x28, 0x4B, 2, 0, 0x31, UInt8(bitPattern: Int8(min(5, max(-5, level))))]
    case .sensorReport(let kind): [gs, 0x72, kind]
    case .automaticStatus(let mask): [gs, 0x61, mask]
    case .identity(let kind): [gs, 0x49, kind]
    case .realTimeStatus(let kind): [Self.dataLinkEscape, 0x04, kind]
    case .realTimeRequest(let kind): [Self.dataLinkEscape, 0x05, kind]
    case .realTimePulse(let pin, let time): [Self.dataLinkEscape, 0x14, 1, min(1, pin), time]
    case .other(let bytes): bytes
    }
  }

  private static func barcode(_ system: UInt8, _ data: [UInt8]) -> [UInt8] {
    let data = data.prefix(255)
    return [groupSeparator, 0x6B, max(0x41, system), UInt8(data.count)] + data
  }

  private static func raster(_ mode: UInt8, _ bytesPerRow: Int, _ data: [UInt8]) -> [UInt8] {
    let width = min(0xFFFF, max(1, bytesPerRow))
    let rows = min(0xFFFF, data.count / width)
    return [groupSeparator, 0x76, 0x30, mode] + littleEndian(width) + littleEndian(rows)
      + data.prefix(width * rows)
  }

  /// GS ( k for QR codes: the length counts from the symbol type on.
  private static func symbol(_ function: UInt8, _ parameters: [UInt8]) -> [UInt8] {
    [groupSeparator, 0x28, 0x6B] + littleEndian(parameters.count + 2) + [0x31, function]
      + parameters
  }

  private static func magnification(_ factor: UInt8) -> UInt8 { min(8, max(1, factor)) - 1 }

  private static func littleEndian(_ number: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
  }
}
