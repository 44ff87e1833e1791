import PaymentCryptography

/// The clear working keys of one sign-in.
struct WorkingKeys: Sendable {
  /// For PIN blocks, 8 or 16 bytes.
  let pin: [UInt8]
  /// For message authentication codes, 8 or 16 bytes.
  let mac: [UInt8]
  /// For tracks, 16 bytes.
  let track: [UInt8]?

  /// Field 62 of the sign-in's answer: for each key its cryptogram and check value.
  ///
  /// Source: UnionPay POS, sign-in, field 62.
  func block(under masterKey: [UInt8]) throws(CryptographyError) -> [UInt8] {
    var block: [UInt8] = []
    block += try TripleDES.encryptECB(pin, key: masterKey)
    block += try KeyCheckValue.ofDESKey(pin)
    block += try TripleDES.encryptECB(mac, key: masterKey)
    block += [UInt8](repeating: 0, count: pin.count - mac.count)
    block += try KeyCheckValue.ofDESKey(mac)
    if let track {
      block += try TripleDES.encryptECB(track, key: masterKey)
      block += try KeyCheckValue.ofDESKey(track)
    }
    return block
  }
}

/// Makes keys and codes that look random and are the same for the same seed (SplitMix64).
struct SeededGenerator: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  /// A DES key with odd parity in every byte.
  mutating func key(byteCount: Int) -> [UInt8] {
    var key: [UInt8] = []
    while key.count < byteCount {
      let byte = UInt8(truncatingIfNeeded: next() >> 24)
      key.append(byte.nonzeroBitCount % 2 == 1 ? byte : byte ^ 1)
    }
    return key
  }
}
