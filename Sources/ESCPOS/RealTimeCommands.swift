/// Keeps dots from being taken for commands.
///
/// Printers look for DLE EOT, DLE ENQ and DLE DC4 while they take in the dots of a picture too, and
/// some obey what they find there: a logo could open the drawer or throw the rest of the slip away.
/// Source: Epson's ESC/POS command reference, DLE EOT, notes.
package enum RealTimeCommands {
  /// The bytes that make a command behind 10: EOT, ENQ, DC4.
  private static let functions: [UInt8] = [0x04, 0x05, 0x14]

  /// Whether a real-time command stands in the bytes.
  package static func stand(in bytes: some Sequence<UInt8>) -> Bool {
    var previous: UInt8 = 0
    for byte in bytes {
      if previous == ESCPOSCommand.dataLinkEscape, functions.contains(byte) { return true }
      previous = byte
    }
    return false
  }

  /// The dots with one more, beside another one, wherever a command would stand.
  package static func avoided(in dots: [UInt8]) -> [UInt8] {
    var dots = dots
    for index in dots.indices.dropLast()
    where dots[index] == ESCPOSCommand.dataLinkEscape && functions.contains(dots[index + 1]) {
      dots[index] = 0x30
    }
    return dots
  }
}
