/// How far a command goes, told from its first bytes.
///
/// Source: the tables of Epson's ESC/POS command reference.
enum CommandExtent: Hashable, Sendable {
  /// Ask again when there are at least so many bytes.
  case undecided(until: Int)
  /// So many bytes in all.
  case complete(Int)
  /// Up to and including the next byte 00, the search starting at this place.
  case terminated(from: Int)

  /// The extent of the command that begins with `bytes`, of which there is at least one.
  init(_ bytes: [UInt8]) {
    guard bytes.count >= 2 else {
      self = Self.introducers.contains(bytes.first ?? 0) ? .undecided(until: 2) : .complete(1)
      return
    }
    switch bytes[0] {
    case ESCPOSCommand.dataLinkEscape: self = Self.realTime(bytes)
    case ESCPOSCommand.escape: self = Self.escape(bytes)
    case ESCPOSCommand.fieldSeparator: self = Self.fieldSeparator(bytes)
    default: self = Self.groupSeparator(bytes)
    }
  }

  private static let introducers: Set<UInt8> = [
    ESCPOSCommand.dataLinkEscape, ESCPOSCommand.escape, ESCPOSCommand.fieldSeparator,
    ESCPOSCommand.groupSeparator,
  ]

  private static func realTime(_ bytes: [UInt8]) -> CommandExtent {
    switch bytes[1] {
    case 0x04:
      // Some kinds have a second number.
      guard bytes.count >= 3 else { return .undecided(until: 3) }
      return .complete([7, 8, 18].contains(bytes[2]) ? 4 : 3)
    case 0x05: return .complete(3)
    case 0x14:
      guard bytes.count >= 3 else { return .undecided(until: 3) }
      return .complete(bytes[2] == 8 ? 10 : 5)
    default: return .complete(2)
    }
  }

  private static func escape(_ bytes: [UInt8]) -> CommandExtent {
    switch bytes[1] {
    case 0x40, 0x32, 0x4C, 0x53, 0x69, 0x6D, 0x76, 0x0C: return .complete(2)  // @ 2 L S i m v FF
    case 0x63, 0x24, 0x5C: return .complete(4)  // c $ \
    case 0x70: return .complete(5)  // p
    case 0x57: return .complete(10)  // W
    case 0x44: return .terminated(from: 2)  // D
    case 0x2A: return columnImage(bytes)  // *
    case 0x28: return counted(bytes)  // (
    case 0x21, 0x2D, 0x33, 0x3D, 0x3F, 0x61, 0x64, 0x65, 0x45, 0x47, 0x4A, 0x4B, 0x4D, 0x52, 0x72,
      0x74, 0x54, 0x75, 0x56, 0x7B, 0x20, 0x25, 0x39, 0x55:
      return .complete(3)
    default: return .complete(2)
    }
  }

  /// ESC *: columns of one byte, or of three in the 24-dot modes.
  private static func columnImage(_ bytes: [UInt8]) -> CommandExtent {
    guard bytes.count >= 5 else { return .undecided(until: 5) }
    return .complete(5 + littleEndian(bytes, 3) * (bytes[2] >= 32 ? 3 : 1))
  }

  private static func fieldSeparator(_ bytes: [UInt8]) -> CommandExtent {
    switch bytes[1] {
    case 0x21, 0x57, 0x2D, 0x43, 0x69: .complete(3)  // ! W - C i
    case 0x53, 0x70, 0x3F: .complete(4)  // S p ?
    case 0x32: .complete(4 + 72)  // 2: a character of 24 by 24 dots
    case 0x28: counted(bytes)  // (
    default: .complete(2)  // & . SO DC4
    }
  }

  private static func groupSeparator(_ bytes: [UInt8]) -> CommandExtent {
    switch bytes[1] {
    case 0x21, 0x42, 0x48, 0x68, 0x77, 0x66, 0x61, 0x72, 0x49, 0x62, 0x2F, 0x54, 0x7C, 0x45:
      return .complete(3)
    case 0x4C, 0x57, 0x50, 0x24, 0x5C: return .complete(4)  // L W P $ \
    case 0x5E: return .complete(5)  // ^
    case 0x67: return .complete(6)  // g
    case 0x28: return counted(bytes)  // (
    case 0x56:  // V: some modes have a feed
      guard bytes.count >= 3 else { return .undecided(until: 3) }
      return .complete([0, 1, 0x30, 0x31].contains(bytes[2]) ? 3 : 4)
    case 0x6B: return barcode(bytes)  // k
    case 0x76:  // v 0
      guard bytes.count >= 8 else { return .undecided(until: 8) }
      return .complete(8 + littleEndian(bytes, 4) * littleEndian(bytes, 6))
    case 0x2A:  // *
      guard bytes.count >= 4 else { return .undecided(until: 4) }
      return .complete(4 + Int(bytes[2]) * Int(bytes[3]) * 8)
    case 0x38:  // 8 L
      guard bytes.count >= 7 else { return .undecided(until: 7) }
      return .complete(7 + littleEndian(bytes, 3) + littleEndian(bytes, 5) << 16)
    default: return .complete(2)
    }
  }

  /// GS k: the old form ends with 00, the new one has a length.
  private static func barcode(_ bytes: [UInt8]) -> CommandExtent {
    guard bytes.count >= 3 else { return .undecided(until: 3) }
    if bytes[2] <= 6 { return .terminated(from: 3) }
    guard bytes.count >= 4 else { return .undecided(until: 4) }
    return .complete(4 + Int(bytes[3]))
  }

  /// ESC ( GS ( FS (: a function letter and two bytes of length.
  private static func counted(_ bytes: [UInt8]) -> CommandExtent {
    guard bytes.count >= 5 else { return .undecided(until: 5) }
    return .complete(5 + littleEndian(bytes, 3))
  }

  private static func littleEndian(_ bytes: [UInt8], _ offset: Int) -> Int {
    Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
  }
}
