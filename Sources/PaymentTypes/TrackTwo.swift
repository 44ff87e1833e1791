/// Track 2 of a magnetic stripe, or its equivalent from a chip (tag 57); it redacts itself.
///
/// The text is what goes over the wire: PAN, separator `D`, expiry, service code and discretionary
/// data, without sentinels and LRC; at most 37 characters of `0-9` and `D`.
/// Source: ISO/IEC 7813; UnionPay POS field 35.
package struct TrackTwo: Hashable, Sendable {
  /// The ASCII characters in clear: for the security module and the wire only.
  package let characters: [UInt8]
  /// The card number before the separator.
  package let pan: PrimaryAccountNumber
  /// The expiry after the separator; some cards have none.
  package let expiry: ExpiryDate?
  /// The service code after the expiry; some cards have none.
  package let serviceCode: ServiceCode?

  /// Takes the characters between the sentinels, with `=` or `D` as the separator.
  package init?(characters: some Sequence<UInt8>) {
    let text = characters.map { $0 == 0x3D ? UInt8(0x44) : $0 }
    guard text.count <= 37, let separator = text.firstIndex(of: 0x44),
      text.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x44 }),
      let pan = PrimaryAccountNumber(digits: text[..<separator])
    else { return nil }
    self.characters = text
    self.pan = pan
    // A card without an expiry has a second separator in its place.
    let tail = text[(separator + 1)...]
    let hasExpiry = tail.first != 0x44 && tail.count >= 4
    expiry = hasExpiry ? ExpiryDate(digits: tail.prefix(4)) : nil
    let rest = hasExpiry ? tail.dropFirst(4) : tail.dropFirst(1)
    serviceCode = rest.first == 0x44 ? nil : ServiceCode(digits: rest.prefix(3))
  }

  /// Takes the value of tag 57: packed digits, separator D, pad F.
  package init?(equivalentData: some Sequence<UInt8>) {
    var characters: [UInt8] = []
    for byte in equivalentData {
      for nibble in [byte >> 4, byte & 0x0F] where nibble != 0x0F {
        guard nibble <= 9 || nibble == 0x0D else { return nil }
        characters.append(nibble == 0x0D ? 0x44 : 0x30 + nibble)
      }
    }
    self.init(characters: characters)
  }
}

extension TrackTwo: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "track 2 of \(pan.masked)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
