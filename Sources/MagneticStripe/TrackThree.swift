package import PaymentTypes

/// Track 3 of a payment card, as far as a terminal looks at it; it redacts itself.
///
/// Between the sentinels: a format code of two digits (01 or 99 on Chinese cards), PAN, `=`, and
/// data of the issuer. Source: ISO/IEC 4909; reference 2.8.
package struct TrackThree: Hashable, Sendable {
  /// The format code.
  package let formatCode: String
  /// The card number.
  package let pan: PrimaryAccountNumber

  /// Takes the characters between the sentinels.
  package init?(characters: some Sequence<UInt8>) {
    let text = Array(characters)
    guard let separator = text.firstIndex(of: TrackFormat.track3.fieldSeparator), separator > 2,
      text.prefix(2).allSatisfy({ (0x30...0x39).contains($0) }),
      let pan = PrimaryAccountNumber(digits: text[2..<separator])
    else { return nil }
    formatCode = String(decoding: text.prefix(2), as: UTF8.self)
    self.pan = pan
  }
}

extension TrackThree: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "track 3 of \(pan.masked)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
