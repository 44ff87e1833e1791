package import PaymentTypes

/// Track 1 of a payment card; it redacts itself.
///
/// Between the sentinels: `B`, PAN of at most 19 digits, `^`, name of 2 to 26 characters, `^`,
/// expiry YYMM, service code, discretionary data. A card without an expiry or a service code has a
/// separator in its place. Source: ISO/IEC 7813, 6.2.
package struct TrackOne: Hashable, Sendable {
  /// The card number.
  package let pan: PrimaryAccountNumber
  /// The cardholder's name, surname first, as `SURNAME/FIRST`.
  package let name: String
  /// The month to whose end the card is valid; some cards have none.
  package let expiry: ExpiryDate?
  /// What the card may be used for; some cards have none.
  package let serviceCode: ServiceCode?

  /// Takes the characters between the sentinels; nil for anything but format B.
  package init?(characters: some Sequence<UInt8>) {
    let separator = TrackFormat.track1.fieldSeparator
    let text = Array(characters)
    guard text.first == 0x42, let first = text.firstIndex(of: separator),
      let second = text[(first + 1)...].firstIndex(of: separator),
      let pan = PrimaryAccountNumber(digits: text[1..<first]),
      (2...26).contains(second - first - 1)
    else { return nil }
    self.pan = pan
    name = String(decoding: text[(first + 1)..<second], as: UTF8.self)
    let tail = text[(second + 1)...]
    let hasExpiry = tail.first != separator && tail.count >= 4
    expiry = hasExpiry ? ExpiryDate(digits: tail.prefix(4)) : nil
    let rest = hasExpiry ? tail.dropFirst(4) : tail.dropFirst(1)
    serviceCode = rest.first == separator ? nil : ServiceCode(digits: rest.prefix(3))
  }
}

extension TrackOne: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "track 1 of \(pan.masked)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
