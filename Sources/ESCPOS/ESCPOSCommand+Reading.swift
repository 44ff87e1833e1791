extension ESCPOSCommand {
  /// Reads one command from exactly its bytes.
  init(whole bytes: [UInt8]) {
    self = Self.read(bytes) ?? .other(bytes)
  }

  private static func read(_ bytes: [UInt8]) -> ESCPOSCommand? {
    guard let first = bytes.first else { return nil }
    if first == 0x0A, bytes.count == 1 { return .lineFeed }
    guard bytes.count >= 2 else { return nil }
    let parameters = Array(bytes.dropFirst(2))
    return switch first {
    case escape: escaped(bytes[1], parameters)
    case fieldSeparator: doubleByte(bytes[1], parameters)
    case groupSeparator: grouped(bytes[1], parameters)
    case dataLinkEscape: inRealTime(bytes[1], parameters)
    default: nil
    }
  }

  private static func escaped(_ letter: UInt8, _ parameters: [UInt8]) -> ESCPOSCommand? {
    let value = parameters.first ?? 0
    switch (letter, parameters.count) {
    case (0x40, 0): return .initialize
    case (0x64, 1): return .feedLines(value)
    case (0x4A, 1): return .feedDots(value)
    case (0x32, 0): return .lineSpacing(nil)
    case (0x33, 1): return .lineSpacing(value)
    // The digits 0, 1 and 2 mean the same as the numbers.
    case (0x61, 1): return Alignment(rawValue: value >= 0x30 ? value - 0x30 : value).map(align)
    case (0x45, 1): return .bold(value & 1 == 1)
    case (0x2D, 1):
      let dots = value >= 0x30 ? value - 0x30 : value
      return dots <= 2 ? .underline(dots) : nil
    case (0x21, 1): return .printMode(value)
    case (0x74, 1): return .codePage(value)
    case (0x70, 3):
      let pin = value >= 0x30 ? value - 0x30 : value
      return pin <= 1 ? .drawerPulse(pin: pin, on: parameters[1], off: parameters[2]) : nil
    default: return nil
    }
  }

  private static func doubleByte(_ letter: UInt8, _ parameters: [UInt8]) -> ESCPOSCommand? {
    switch (letter, parameters.count) {
    case (0x26, 0): .doubleByteMode(true)
    case (0x2E, 0): .doubleByteMode(false)
    case (0x21, 1): .doubleBytePrintMode(parameters[0])
    default: nil
    }
  }

  private static func grouped(_ letter: UInt8, _ parameters: [UInt8]) -> ESCPOSCommand? {
    let value = parameters.first ?? 0
    switch (letter, parameters.count) {
    case (0x21, 1):
      guard value & 0x88 == 0 else { return nil }
      return .characterSize(width: value >> 4 + 1, height: value & 0x07 + 1)
    case (0x42, 1): return .reverse(value & 1 == 1)
    case (0x68, 1): return .barcodeHeight(value)
    case (0x77, 1): return .barcodeModuleWidth(value)
    case (0x48, 1): return .barcodeText(value)
    case (0x72, 1): return .sensorReport(value)
    case (0x61, 1): return .automaticStatus(value)
    case (0x49, 1): return .identity(value)
    case (0x56, 1), (0x56, 2): return cut(parameters)
    case (0x6B, 2...) where value > 6:
      return .barcode(system: value, data: Array(parameters.dropFirst(2)))
    case (0x76, 6...) where value == 0x30:
      let width = Int(parameters[2]) | Int(parameters[3]) << 8
      guard width > 0 else { return nil }
      return .raster(
        mode: parameters[1], bytesPerRow: width, data: Array(parameters.dropFirst(6)))
    case (0x28, 5) where value == 0x4B && parameters[3] == 0x31:
      let level = Int(Int8(bitPattern: parameters[4]))
      return (-5...5).contains(level) ? .printDensity(level) : nil
    case (0x28, 5...) where value == 0x6B && parameters[3] == 0x31:
      return symbol(parameters[4], Array(parameters.dropFirst(5)))
    default: return nil
    }
  }

  private static func cut(_ parameters: [UInt8]) -> ESCPOSCommand? {
    switch (parameters[0], parameters.count) {
    case (0, 1), (0x30, 1): .cut(isPartial: false, feed: nil)
    case (1, 1), (0x31, 1): .cut(isPartial: true, feed: nil)
    case (0x41, 2): .cut(isPartial: false, feed: parameters[1])
    case (0x42, 2): .cut(isPartial: true, feed: parameters[1])
    default: nil
    }
  }

  private static func symbol(_ function: UInt8, _ parameters: [UInt8]) -> ESCPOSCommand? {
    guard let value = parameters.first else { return nil }
    switch (function, parameters.count) {
    case (0x43, 1): return (1...16).contains(value) ? .qrModuleSize(value) : nil
    case (0x45, 1): return QRCorrection(rawValue: value).map(qrCorrection)
    case (0x50, 1...) where value == 0x30: return .qrStore(Array(parameters.dropFirst()))
    case (0x51, 1) where value == 0x30: return .qrPrint
    default: return nil
    }
  }

  private static func inRealTime(_ letter: UInt8, _ parameters: [UInt8]) -> ESCPOSCommand? {
    switch (letter, parameters.count) {
    case (0x04, 1): .realTimeStatus(parameters[0])
    case (0x05, 1): .realTimeRequest(parameters[0])
    case (0x14, 3) where parameters[0] == 1 && parameters[1] <= 1:
      .realTimePulse(pin: parameters[1], time: parameters[2])
    default: nil
    }
  }
}
