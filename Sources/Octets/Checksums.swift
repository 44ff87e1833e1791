/// Short check values over bytes.
package enum Checksum {
  /// The exclusive-or of all bytes (ISO 7811 and ISO 7816-3 call it LRC).
  package static func lrc(_ bytes: some Sequence<UInt8>) -> UInt8 { bytes.reduce(0, ^) }

  /// CRC-16/CCITT-FALSE: polynomial 1021, initial value FFFF, not reflected.
  package static func crc16(_ bytes: some Sequence<UInt8>) -> UInt16 {
    var crc: UInt16 = 0xFFFF
    for byte in bytes {
      crc ^= UInt16(byte) << 8
      for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
    }
    return crc
  }
}
