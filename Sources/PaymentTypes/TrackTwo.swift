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

/// What a card may be used for, three digits on its stripe.
///
/// Source: ISO/IEC 7813, table 4.
package struct ServiceCode: Hashable, Sendable {
  /// The three values, each 0 to 9.
  package let values: [UInt8]

  /// Takes three ASCII digits.
  package init?(digits: some Sequence<UInt8>) {
    let digits = Array(digits)
    guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    values = digits.map { $0 - 0x30 }
  }

  /// Whether the card has a chip, so that a terminal with a slot must ask for it (2xx and 6xx).
  package var announcesChip: Bool { values[0] == 2 || values[0] == 6 }
}

/// The month to whose end a card is valid.
///
/// On the wire: four digits YYMM (ISO 8583 data element 14).
package struct ExpiryDate: Hashable, Sendable {
  /// 0 to 99.
  package let year: Int
  /// 1 to 12.
  package let month: Int

  /// Takes four ASCII digits YYMM.
  package init?(digits: some Sequence<UInt8>) {
    let digits = Array(digits)
    guard digits.count == 4, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let values = digits.map { Int($0 - 0x30) }
    self.init(year: values[0] * 10 + values[1], month: values[2] * 10 + values[3])
  }

  /// Takes numbers; nil when one is out of range.
  package init?(year: Int, month: Int) {
    guard (0...99).contains(year), (1...12).contains(month) else { return nil }
    self.year = year
    self.month = month
  }

  /// The four digits YYMM.
  package var text: String { FixedDigits.text(year, 2) + FixedDigits.text(month, 2) }
}
