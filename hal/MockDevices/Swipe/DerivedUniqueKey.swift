package import PaymentCryptography

/// The keys of one swipe, derived from a base key and the key serial number.
///
/// Only an emulated reader and tests have a base key; a terminal never has. The serial number has
/// ten bytes, whose last 21 bits count swipes. Source: ANSI X9.24-1:2009, annex A; reference 2.6
/// and 2.7.
package struct DerivedUniqueKey: Hashable, Sendable {
  private static let counterBitCount = 21
  private static let mask: [UInt8] = [0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0]

  /// The key of the swipe, 16 bytes, from which the variants come.
  package let bytes: [UInt8]

  /// Derives the key; the base key has 16 bytes.
  package init(baseKey: [UInt8], keySerialNumber: [UInt8]) throws(CryptographyError) {
    guard baseKey.count == 16 else { throw .badKeyLength(baseKey.count) }
    guard keySerialNumber.count == 10 else { throw .badInputLength(keySerialNumber.count) }
    var initial = keySerialNumber
    initial[7] &= 0xE0
    initial[8] = 0
    initial[9] = 0
    let device = Array(initial.prefix(8))
    let masked = Self.xor(baseKey, Self.mask + Self.mask)
    var key =
      try TripleDES.encryptECB(device, key: baseKey)
      + TripleDES.encryptECB(device, key: masked)
    var register = Array(initial.suffix(8))
    let counter =
      Int(keySerialNumber[7] & 0x1F) << 16 | Int(keySerialNumber[8]) << 8
      | Int(keySerialNumber[9])
    for bit in stride(from: Self.counterBitCount - 1, through: 0, by: -1)
    where counter >> bit & 1 != 0 {
      register[7 - bit / 8] |= UInt8(1 << (bit % 8))
      key = try Self.next(key, register)
    }
    bytes = key
  }

  /// The step that can't be reversed.
  private static func next(
    _ key: [UInt8], _ register: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    try half(xor(key, mask + mask), register) + half(key, register)
  }

  private static func half(
    _ key: [UInt8], _ register: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    let right = Array(key.suffix(8))
    return xor(
      try TripleDES.encryptECB(xor(register, right), key: Array(key.prefix(8))), right)
  }

  /// The variant for PIN encryption, which MagTek's readers use for tracks.
  package var pinVariant: [UInt8] {
    Self.xor(bytes, [0, 0, 0, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0xFF])
  }

  /// The key for data encryption, which ID TECH's readers use for tracks.
  package func dataKey() throws(CryptographyError) -> [UInt8] {
    let variant = Self.xor(bytes, [0, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0, 0])
    return try TripleDES.encryptECB(variant, key: variant)
  }

  private static func xor(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    zip(left, right).map { $0 ^ $1 }
  }
}

extension DerivedUniqueKey: CustomStringConvertible {
  package var description: String { "a derived key" }
}
