/// The working keys of one sign-in, encrypted under the terminal's master key (field 62 of 0810).
///
/// On the wire, for each key its cryptogram and the first four bytes of its encryption of zeros:
/// PIN 8, MAC 8 (24 bytes, `001`); PIN 16, MAC 16 (40 bytes, `003`); PIN 16, MAC 16, track 16
/// (60 bytes, `004` and `006`). A MAC key whose second half is all zero is a single key of 8 bytes.
/// Source: UnionPay POS, sign-in, field 62.
package struct WorkingKeyBlock: Hashable, Sendable {
  /// One key in its wrapping.
  package struct WrappedKey: Hashable, Sendable {
    /// 8 or 16 bytes under the master key.
    package var cryptogram: [UInt8]
    /// 4 bytes.
    package var checkValue: [UInt8]

    /// Puts a wrapped key together.
    package init(cryptogram: [UInt8], checkValue: [UInt8]) {
      self.cryptogram = cryptogram
      self.checkValue = checkValue
    }
  }

  /// For PIN blocks.
  package var pin: WrappedKey
  /// For message authentication codes.
  package var mac: WrappedKey
  /// For track data, when the center gave one.
  package var track: WrappedKey?

  private static let checkValueByteCount = 4

  /// Puts a block together.
  package init(pin: WrappedKey, mac: WrappedKey, track: WrappedKey?) {
    self.pin = pin
    self.mac = mac
    self.track = track
  }

  /// Takes 24, 40 or 60 bytes; nil for another length.
  package init?(_ bytes: [UInt8]) {
    let slotByteCount: Int
    switch bytes.count {
    case 24: slotByteCount = 8
    case 40, 60: slotByteCount = 16
    default: return nil
    }
    func key(_ index: Int) -> WrappedKey {
      let start = index * (slotByteCount + Self.checkValueByteCount)
      let end = start + slotByteCount
      return WrappedKey(
        cryptogram: Array(bytes[start..<end]),
        checkValue: Array(bytes[end..<end + Self.checkValueByteCount]))
    }
    pin = key(0)
    mac = key(1)
    if mac.cryptogram.count == 16, mac.cryptogram[8...].allSatisfy({ $0 == 0 }) {
      mac.cryptogram.removeLast(8)
    }
    track = bytes.count == 60 ? key(2) : nil
  }

  /// The bytes; a short MAC key between longer ones is filled with zeros.
  package var encoded: [UInt8] {
    var mac = mac
    let fill = max(0, pin.cryptogram.count - mac.cryptogram.count)
    mac.cryptogram += [UInt8](repeating: 0, count: fill)
    let keys = [pin, mac] + (track.map { [$0] } ?? [])
    return keys.flatMap { $0.cryptogram + $0.checkValue }
  }
}
